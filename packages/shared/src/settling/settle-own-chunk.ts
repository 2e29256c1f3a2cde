import { LeaseLost } from '../queues/index.ts'
import type { SecretBox } from '../secrets/index.ts'
import { isChunkOpen, settleChunk, type ChunkEnd, type Database } from '../store/index.ts'

interface SettleDeps {
  readonly db: Database
  readonly secrets: SecretBox
}

/**
 * Settles the chunk of a job that was the caller's own until `untilMs` (see `readLeaseEnd`).
 * False when it had been settled before, or nobody wants it any more; throws a `LeaseLost`
 * when it is open and another's by now: nothing is settled over its head.
 */
export async function settleOwnChunk(
  { db, secrets }: SettleDeps,
  end: ChunkEnd & { readonly untilMs: number },
): Promise<boolean> {
  const isFirst = await settleChunk(db, secrets, end)
  if (!isFirst && (await isChunkOpen(db, end.sync, end.chunk))) throw new LeaseLost()
  return isFirst
}
