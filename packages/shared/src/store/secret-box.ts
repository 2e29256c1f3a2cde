import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { SluiceError } from '../errors/index.ts'
import {
  SECRET_PURPOSES,
  deriveSecretKeys,
  parseSecretKey,
  type SecretKeys,
  type SecretPurpose,
} from './secret-keys.ts'

/** Where a secret lies, such as `destinations/segment-us`; the first word tells what it is for, and so its key. */
export type SecretPlace = `${SecretPurpose}/${string}`

/** Seals and opens secrets; the place is bound to the seal, so that it opens nowhere else. */
export interface SecretBox {
  seal(secret: string, place: SecretPlace): string
  open(sealed: string, place: SecretPlace): string
}

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

interface OpenedRing {
  readonly current: { readonly id: string; readonly bytes: Buffer }
  readonly byId: ReadonlyMap<string, Buffer>
}

/** A box over a master key, and the ones it took the place of; each is 32 bytes in base64. */
export function createSecretBox(master: string, previousMasters: readonly string[] = []): SecretBox {
  return createSplitSecretBox(deriveSecretKeys(master, previousMasters))
}

/**
 * A box over the keys that a process was given. An envelope reads `v1.<key id>.<base64url of nonce, tag and ciphertext>`.
 */
export function createSplitSecretBox(keys: SecretKeys): SecretBox {
  const rings = new Map<string, OpenedRing>()
  for (const purpose of SECRET_PURPOSES) {
    const ring = keys[purpose]
    if (ring === undefined) continue
    const current = parseSecretKey(ring.current)
    const all = [...ring.previous.map(parseSecretKey), current]
    rings.set(purpose, { current, byId: new Map(all.map(({ id, bytes }) => [id, bytes])) })
  }
  const findRing = (place: SecretPlace): OpenedRing => {
    const [purpose = ''] = place.split('/')
    const ring = rings.get(purpose)
    if (ring !== undefined) return ring
    throw new SluiceError(
      'secret_key_wrong',
      `${place} cannot be read here: this process was given neither SLUICE_SECRET_KEY nor SLUICE_${purpose.toUpperCase()}_KEY`,
    )
  }

  return {
    seal(secret, place) {
      const { current } = findRing(place)
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, current.bytes, nonce).setAAD(Buffer.from(place))
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return `v1.${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`
    },

    open(sealed, place) {
      const [format, keyId = '', body = ''] = sealed.split('.')
      const bytes = findRing(place).byId.get(keyId)
      if (format !== 'v1' || bytes === undefined) {
        throw new SluiceError(
          'secret_key_wrong',
          `${place} was sealed under key ${keyId || '?'}, which is neither the current nor the previous key of this process: give that key, or apply the config again`,
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
