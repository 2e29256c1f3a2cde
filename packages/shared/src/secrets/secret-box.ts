import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { SluiceError } from '../errors/index.ts'
import { isSealedToReader, openSealedText } from './sealed-to-reader.ts'
import { createReader, type ReaderPurpose } from './reader-keys.ts'
import {
  KEY_VARIABLES,
  SECRET_PURPOSES,
  deriveSecretKeys,
  parseSecretKey,
  type SecretKeys,
  type SecretPurpose,
} from './secret-keys.ts'

/** Where a secret of the config lies, such as `destinations/segment-us`. */
export type ConfigPlace = `${ReaderPurpose}/${string}`

/** Where a secret of a letter lies. */
export type LetterPlace = `letters/${string}`

/** Where a secret lies; the first word tells what it is for, and so its key. */
export type SecretPlace = ConfigPlace | LetterPlace

/** Seals and opens secrets of the config. */
export interface ConfigBox {
  readonly seal: (secret: string, place: ConfigPlace) => string | Promise<string>
  readonly open: (sealed: string, place: ConfigPlace) => string | Promise<string>
}

/**
 * Seals and opens secrets; the place is bound to the seal, so that it opens nowhere else. Those of the config
 * may have been sealed to the public half of a key.
 */
export interface SecretBox {
  seal(secret: string, place: SecretPlace): string
  open(sealed: string, place: LetterPlace): string
  open(sealed: string, place: ConfigPlace): Promise<string>
}

/** The same for many bytes, in a form without text. */
export interface ByteBox {
  /** `bound` is sealed with them: what they may be used for, say. Who opens them must know it. */
  sealBytes(secret: Buffer, place: SecretPlace, bound?: string): Buffer
  openBytes(sealed: Buffer, place: SecretPlace): Buffer
  /** null when they were sealed with something else, or have been changed since. */
  openBound(sealed: Buffer, place: SecretPlace, bound: string): Buffer | null
}

/** A box that can tell what it would seal under another key now. */
export interface KeyedBox extends SecretBox {
  /** True for what was sealed under the current key of its purpose; the others are to be sealed anew. */
  isCurrent(sealed: string, place: SecretPlace): boolean
}

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_ID_BYTES = 8

interface OpenedRing {
  readonly current: { readonly id: string; readonly bytes: Buffer }
  readonly byId: ReadonlyMap<string, Buffer>
}

/** A box over a master key, and the ones it took the place of; each is 32 bytes in base64. */
export function createSecretBox(master: string, previousMasters: readonly string[] = []): KeyedBox & ByteBox {
  return createSplitSecretBox(deriveSecretKeys(master, previousMasters))
}

/**
 * A box over the keys that a process was given. An envelope of text reads `v1.<key id>.<base64url of
 * nonce, tag and ciphertext>`, one of bytes is the key id, nonce, tag and ciphertext one after another.
 */
export function createSplitSecretBox(keys: SecretKeys): KeyedBox & ByteBox {
  const reader = createReader(keys)
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
      `${place} cannot be read here: this process was given neither SLUICE_SECRET_KEY nor ${KEY_VARIABLES[purpose as SecretPurpose]}`,
    )
  }

  /** Nonce, tag and ciphertext, in pieces. */
  const encrypt = (secret: Buffer, bytes: Buffer, boundTo: string): readonly Buffer[] => {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(ALGORITHM, bytes, nonce).setAAD(Buffer.from(boundTo))
    const ciphertext = [cipher.update(secret), cipher.final()]
    return [nonce, cipher.getAuthTag(), ...ciphertext]
  }
  const findKey = (keyId: string, place: SecretPlace): Buffer => {
    const bytes = findRing(place).byId.get(keyId)
    if (bytes !== undefined) return bytes
    throw new SluiceError(
      'secret_key_wrong',
      `${place} was sealed under key ${keyId || '?'}, which this process does not have: give it as SLUICE_SECRET_KEY_PREVIOUS (or as the previous key of its purpose), or apply the config again`,
    )
  }
  /** Throws what the cipher throws at anything but what was sealed. */
  const decrypt = (envelope: Buffer, bytes: Buffer, boundTo: string): Buffer => {
    const decipher = createDecipheriv(ALGORITHM, bytes, envelope.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(envelope.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    const ciphertext = envelope.subarray(NONCE_BYTES + TAG_BYTES)
    const secret = decipher.update(ciphertext)
    // A cipher that counts keeps nothing back: this is the check of the tag alone.
    decipher.final()
    return secret
  }
  const openOrThrow = (envelope: Buffer, keyId: string, place: SecretPlace): Buffer => {
    const bytes = findKey(keyId, place)
    try {
      return decrypt(envelope, bytes, place)
    } catch (cause) {
      throw new SluiceError('secret_key_wrong', `${place} holds a damaged secret: apply the config again`, {
        cause,
      })
    }
  }

  const openText = (sealed: string, place: SecretPlace): string => {
    const [format, keyId = '', body = ''] = sealed.split('.')
    const envelope = Buffer.from(body, 'base64url')
    return openOrThrow(envelope, format === 'v1' ? keyId : '', place).toString('utf8')
  }
  function open(sealed: string, place: LetterPlace): string
  function open(sealed: string, place: ConfigPlace): Promise<string>
  function open(sealed: string, place: SecretPlace): string | Promise<string> {
    if (isLetterPlace(place)) return openText(sealed, place)
    return openConfigText(sealed, place)
  }
  const openConfigText = async (sealed: string, place: ConfigPlace): Promise<string> =>
    isSealedToReader(sealed) ? openSealedText(reader, sealed, place) : openText(sealed, place)

  return {
    seal(secret, place) {
      const { id, bytes } = findRing(place).current
      return `v1.${id}.${Buffer.concat(encrypt(Buffer.from(secret), bytes, place)).toString('base64url')}`
    },

    open,

    isCurrent: (sealed, place) => sealed.split('.')[1] === findRing(place).current.id,

    sealBytes(secret, place, bound) {
      const { id, bytes } = findRing(place).current
      return Buffer.concat([Buffer.from(id), ...encrypt(secret, bytes, bind(place, bound))])
    },

    openBytes(sealed, place) {
      return openOrThrow(sealed.subarray(KEY_ID_BYTES), readKeyId(sealed), place)
    },

    openBound(sealed, place, bound) {
      const bytes = findKey(readKeyId(sealed), place)
      try {
        return decrypt(sealed.subarray(KEY_ID_BYTES), bytes, bind(place, bound))
      } catch {
        return null
      }
    },
  }
}

function isLetterPlace(place: SecretPlace): place is LetterPlace {
  return place.startsWith('letters/')
}

function readKeyId(sealed: Buffer): string {
  return sealed.toString('latin1', 0, KEY_ID_BYTES)
}

/** No place has a line break. */
function bind(place: SecretPlace, bound: string | undefined): string {
  return bound === undefined ? place : `${place}\n${bound}`
}
