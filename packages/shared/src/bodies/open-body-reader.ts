import { setTimeout as sleep } from 'node:timers/promises'
import type { BodiesReader } from '../domain/index.ts'
import type { RedisConnection } from '../queues/index.ts'
import { openWithKey, type ReaderKeyPair } from '../secrets/index.ts'
import { createBodyContext, createBodyKeys, END } from './keys.ts'
import { LOOK_MS, SIGN_INTERVAL_MS, SIGN_LIFE_MS } from './limits.ts'

/** Where bodies go. */
export interface BodySink {
  /** An extractor has begun, or another has begun anew: what came before counts no more. */
  begin(): Promise<void>
  write(body: Buffer): Promise<void>
}

/** Whoever reads the bodies of a dry run, and says so as long as it is open. */
export interface BodyReader {
  /** Resolves to the number of bodies when all are with the sink; null once the signal is aborted. */
  read(signal: AbortSignal): Promise<number | null>
  /** Says that nobody reads any more. */
  close(): Promise<void>
}

/** Begins to read the bodies of the dry run that will be told of this reader; it may begin later. */
export async function openBodyReader(
  { redis, prefix }: { readonly redis: RedisConnection; readonly prefix: string },
  reader: BodiesReader,
  privateKey: ReaderKeyPair['privateKey'],
  sink: BodySink,
): Promise<BodyReader> {
  const keys = createBodyKeys(prefix, reader.publicKey)
  const giveSign = async (): Promise<void> => {
    await redis.set(keys.reader, '1', 'PX', SIGN_LIFE_MS)
  }
  await giveSign()
  // A Redis that is away has other ways to be noticed.
  const signs = setInterval(() => void giveSign().catch(() => {}), SIGN_INTERVAL_MS)

  return {
    async read(signal) {
      let current: string | null = null
      let number = 0
      while (!signal.aborted) {
        const attempt = await redis.get(keys.attempt)
        if (attempt !== null && attempt !== current) {
          current = attempt
          number = 0
          await sink.begin()
        }
        const key = current === null ? null : keys.body(current, number + 1)
        const sealed = key === null ? null : await redis.getBuffer(key)
        if (current === null || key === null || sealed === null) {
          await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
          continue
        }
        const context = createBodyContext(reader, current, number + 1)
        const body = await openWithKey(privateKey, sealed, context)
        const isEnd = body.equals(END)
        if (!isEnd) await sink.write(body)
        // Only now: whoever wrote it goes on by that.
        await redis.unlink(key)
        if (isEnd) return number
        number += 1
      }
      return null
    },
    async close() {
      clearInterval(signs)
      await redis.unlink(keys.reader)
    },
  }
}
