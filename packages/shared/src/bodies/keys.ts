import type { BodiesReader } from '../domain/index.ts'
import type { SealContext } from '../secrets/index.ts'

/** Where the bodies of a dry run lie on their way from the extractor that makes them to whoever reads them. */
export interface BodyKeys {
  /** There while somebody reads. */
  readonly reader: string
  /** Which attempt is the current one: an extractor that takes the dry run up again begins anew. */
  readonly attempt: string
  /** The nth body of an attempt, from 1. */
  readonly body: (attempt: string, number: number) => string
}

/**
 * Keys under the queues' prefix, so that a cluster keeps them on the same shard. They are named after the reader's
 * public key, which is there before the dry run is.
 */
export function createBodyKeys(prefix: string, publicKey: string): BodyKeys {
  const start = `${prefix}:bodies:${publicKey}`
  return {
    reader: `${start}:reader`,
    attempt: `${start}:attempt`,
    body: (attempt, number) => `${start}:${attempt}:${number}`,
  }
}

/** What a body is sealed for: none opens in the place of another. */
export function createBodyContext(
  { publicKey, sharedSecret }: BodiesReader,
  attempt: string,
  number: number,
): SealContext {
  return {
    use: 'body',
    place: `bodies/${publicKey}/${attempt}/${number}`,
    sharedSecret: Buffer.from(sharedSecret, 'base64'),
  }
}

/** What follows the last body. */
export const END = Buffer.from('end')
