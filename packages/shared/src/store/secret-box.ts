import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { SluiceError } from '../errors/index.ts'

/** Seals and opens secrets; `place` (such as `destinations/segment-us`) is bound to the seal, so that it opens nowhere else. */
export interface SecretBox {
  seal(secret: string, place: string): string
  open(sealed: string, place: string): string
}

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * A box over one key for sealing and, while keys are rotated, older ones for opening; each is 32 bytes in base64.
 * An envelope reads `v1.<key id>.<base64url of nonce, tag and ciphertext>`.
 */
export function createSecretBox(key: string, previousKeys: readonly string[] = []): SecretBox {
  const current = parseSecretKey(key)
  const byId = new Map(
    [...previousKeys.map(parseSecretKey), current].map((parsed) => [parsed.id, parsed.bytes]),
  )

  return {
    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, current.bytes, nonce).setAAD(Buffer.from(place))
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return `v1.${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`
    },

    open(sealed, place) {
      const [format, keyId = '', body = ''] = sealed.split('.')
      const bytes = byId.get(keyId)
      if (format !== 'v1' || bytes === undefined) {
        throw new SluiceError(
          'secret_key_wrong',
          `${place} was sealed under key ${keyId || '?'}, which is neither SLUICE_SECRET_KEY nor SLUICE_SECRET_KEY_PREVIOUS: give that key, or apply the config again`,
        )
      }
      const envelope = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv(ALGORITHM, bytes, envelope.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(envelope.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        const ciphertext = envelope.subarray(NONCE_BYTES + TAG_BYTES)
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new SluiceError('secret_key_wrong', `${place} holds a damaged secret: apply the config again`, {
          cause,
        })
      }
    },
  }
}

/** A key and its short public id, which tells keys apart without telling anything about them. */
function parseSecretKey(key: string): { readonly id: string; readonly bytes: Buffer } {
  const bytes = Buffer.from(key, 'base64')
  if (bytes.length !== KEY_BYTES) {
    throw new SluiceError(
      'environment_invalid',
      `a secret key must be ${KEY_BYTES} bytes in base64: openssl rand -base64 32`,
    )
  }
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}
