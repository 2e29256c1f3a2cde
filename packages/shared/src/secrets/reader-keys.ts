import { hkdfSync } from 'node:crypto'
import { SluiceError } from '../errors/index.ts'
import { deriveKeyPair, openWithKey, sealToKey, type ReaderKeyPair, type SealContext } from './hpke.ts'
import { parseSecretKey, type KeyRing, type SecretKeys } from './secret-keys.ts'

/** What a process without keys may seal: connections and alerts to the extractor, write keys to the sender. */
export type ReaderPurpose = 'sources' | 'destinations' | 'alerts'

export const READER_PURPOSES: readonly ReaderPurpose[] = ['sources', 'destinations', 'alerts']

/** The public half of a purpose's key, as whoever holds the key publishes it. */
export interface ReaderKey {
  readonly purpose: ReaderPurpose
  /** The id of the key that it is made of. */
  readonly keyId: string
  /** 32 bytes in base64url. */
  readonly publicKey: string
}

/** Opens what was sealed to the public halves of the keys that a process holds. */
export interface Reader {
  /** The public halves of its current keys. */
  listKeys(): Promise<readonly ReaderKey[]>
  /** True for its previous keys, too. */
  holds(purpose: ReaderPurpose, keyId: string): boolean
  /** Fails with `secret_key_wrong` where it holds no such key, or this was sealed for another place. */
  open(sealed: SealedToReader, purpose: ReaderPurpose, context: SealContext): Promise<Buffer>
}

/** What was sealed, and the id of the key that opens it. */
export interface SealedToReader {
  readonly keyId: string
  readonly bytes: Buffer
}

/** Seals to the public half of a key. */
export async function sealToReader(
  { keyId, publicKey }: ReaderKey,
  secret: Buffer,
  context: SealContext,
): Promise<SealedToReader> {
  return { keyId, bytes: await sealToKey(publicKey, secret, context) }
}

const PAIR_BYTES = 32

/** A reader over the keys that a process was given; each pair is derived when it is first asked for. */
export function createReader(keys: SecretKeys): Reader {
  const pairs = new Map<string, Promise<ReaderKeyPair>>()
  const findPair = (key: string): Promise<ReaderKeyPair> => {
    const known = pairs.get(key) ?? derivePair(key)
    pairs.set(key, known)
    return known
  }
  const findKey = (purpose: ReaderPurpose, keyId: string): string | undefined =>
    listRing(keys[purpose]).find((key) => parseSecretKey(key).id === keyId)
  return {
    async listKeys() {
      const held = READER_PURPOSES.flatMap((purpose) => {
        const ring = keys[purpose]
        return ring === undefined ? [] : [{ purpose, key: ring.current }]
      })
      return Promise.all(
        held.map(async ({ purpose, key }) => ({
          purpose,
          keyId: parseSecretKey(key).id,
          publicKey: (await findPair(key)).publicKey,
        })),
      )
    },

    holds: (purpose, keyId) => findKey(purpose, keyId) !== undefined,

    async open({ keyId, bytes }, purpose, context) {
      const key = findKey(purpose, keyId)
      if (key === undefined) {
        throw new SluiceError(
          'secret_key_wrong',
          `${context.place} was sealed to key ${keyId}, which this process does not have: give it as the previous key of its purpose, or say it again`,
        )
      }
      const { privateKey } = await findPair(key)
      try {
        return await openWithKey(privateKey, bytes, context)
      } catch (cause) {
        throw new SluiceError('secret_key_wrong', `${context.place} holds a damaged secret: say it again`, {
          cause,
        })
      }
    },
  }
}

function listRing(ring: KeyRing | undefined): readonly string[] {
  return ring === undefined ? [] : [ring.current, ...ring.previous]
}

/** HKDF-SHA256 of the key, so that what is done with the pair tells nothing of the key. */
function derivePair(key: string): Promise<ReaderKeyPair> {
  const { bytes } = parseSecretKey(key)
  return deriveKeyPair(new Uint8Array(hkdfSync('sha256', bytes, '', 'sluice/reader', PAIR_BYTES)))
}
