import { createHash } from 'node:crypto'
import type { LetterPlace, SecretBox } from './secret-box.ts'

/** What tells a dead letter from every other for ever: the sync and the delta that it came from. */
export interface LetterOrigin {
  readonly sync: string
  readonly deltaSeq: number
}

/** Where the payload of a letter is sealed for. */
export function createPayloadPlace({ sync, deltaSeq }: LetterOrigin): LetterPlace {
  return `letters/${sync}/${deltaSeq}`
}

/** A record id as a letter keeps it: sealed, since it is a value of a row. */
export function sealRecordId(
  secrets: SecretBox,
  recordId: string | null,
  origin: LetterOrigin,
): string | null {
  return recordId === null ? null : secrets.seal(recordId, `${createPayloadPlace(origin)}/record`)
}

/** What `sealRecordId` sealed; letters that are older than sealed ids have them in clear. */
export function openRecordId(secrets: SecretBox, stored: string | null, origin: LetterOrigin): string | null {
  if (stored === null || !stored.startsWith('v1.')) return stored
  return secrets.open(stored, `${createPayloadPlace(origin)}/record`)
}

/** A digest by which letters of one record are known as such. */
export function digestRecordId(mapping: string, recordId: string | null): string | null {
  if (recordId === null) return null
  return createHash('sha256')
    .update(JSON.stringify([mapping, recordId]))
    .digest('base64url')
}
