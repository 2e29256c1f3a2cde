import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BodiesReader } from '../domain/index.ts'
import { SluiceError } from '../errors/index.ts'
import { LeaseLost, type RedisConnection } from '../queues/index.ts'
import { sealToKey } from '../secrets/index.ts'
import { createBodyContext, createBodyKeys, END } from './keys.ts'
import { BODIES_AHEAD, BODY_LIFE_MS, LOOK_MS } from './limits.ts'

/** One attempt to hand the bodies of a dry run to whoever reads them, in order, no faster than he reads. */
export interface BodyWriter {
  /** Resolves when there is room for the next one. */
  write(body: Buffer): Promise<void>
  /** Resolves when all of them have been read. */
  finish(): Promise<void>
}

/**
 * Begins an attempt; from now on an earlier one ends at its next body with `LeaseLost`, and so does this one where
 * Redis has lost it. A reader that is gone ends it with `dry_run_ended`.
 */
export async function openBodyWriter(
  { redis, prefix }: { readonly redis: RedisConnection; readonly prefix: string },
  reader: BodiesReader,
  signal: AbortSignal,
): Promise<BodyWriter> {
  const keys = createBodyKeys(prefix, reader.publicKey)
  const attempt = randomUUID()
  await redis.set(keys.attempt, attempt, 'PX', BODY_LIFE_MS)
  let written = 0

  const look = async (): Promise<void> => {
    signal.throwIfAborted()
    if ((await redis.get(keys.attempt)) !== attempt) throw new LeaseLost()
    if ((await redis.exists(keys.reader)) === 1) return
    const gone = 'the command that wanted the requests is gone: ask again'
    throw new SluiceError('dry_run_ended', gone)
  }

  /** Waits until this body has been read; those before it have been, then. */
  const waitUntilRead = async (number: number): Promise<void> => {
    for (;;) {
      await look()
      if (number < 1 || (await redis.exists(keys.body(attempt, number))) === 0) return
      await sleep(LOOK_MS, undefined, { signal })
    }
  }

  const put = async (bytes: Buffer): Promise<void> => {
    written += 1
    const context = createBodyContext(reader, attempt, written)
    const sealed = await sealToKey(reader.publicKey, bytes, context)
    await waitUntilRead(written - BODIES_AHEAD)
    await redis.set(keys.body(attempt, written), sealed, 'PX', BODY_LIFE_MS)
    await redis.pexpire(keys.attempt, BODY_LIFE_MS)
  }

  return {
    write: put,
    async finish() {
      await put(END)
      await waitUntilRead(written)
    },
  }
}
