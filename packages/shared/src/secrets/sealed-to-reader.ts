import { sealToReader, type Reader, type ReaderKey, type ReaderPurpose } from './reader-keys.ts'

/** Where a secret of the config lies. */
type Place = `${ReaderPurpose}/${string}`

/** A text sealed to the public half of a key, for one place: `v2.<key id>.<base64url>`. */
export async function sealTextToReader(key: ReaderKey, secret: string, place: Place): Promise<string> {
  const { keyId, bytes } = await sealToReader(key, Buffer.from(secret), { use: 'config', place })
  return `v2.${keyId}.${bytes.toString('base64url')}`
}

/** True for such an envelope. */
export function isSealedToReader(sealed: string): boolean {
  return sealed.startsWith('v2.')
}

/** What such an envelope holds; fails with `secret_key_wrong`. */
export async function openSealedText(reader: Reader, sealed: string, place: Place): Promise<string> {
  const [, keyId = '', body = ''] = sealed.split('.')
  const [purpose] = place.split('/') as [ReaderPurpose]
  const bytes = Buffer.from(body, 'base64url')
  return (await reader.open({ keyId, bytes }, purpose, { use: 'config', place })).toString('utf8')
}
