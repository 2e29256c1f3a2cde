import { readGoneOut, type Payloads, type SendPayload, type SendProgress } from '@sluice/shared/queues'
import { recordGoneOut, type Database } from '@sluice/shared/store'
import { removePayload, type LoadedChunk } from './chunk-payload.ts'

interface LeaveDeps {
  readonly db: Database
  readonly payloads: Payloads
}

/**
 * The end of a job whose chunk nobody wants any more. Which of its events had gone out is written down first, so
 * that the mapping's next sync need not send them again; `known` is what the caller has learnt, absent for what
 * earlier runs have kept.
 */
export async function leaveChunk(
  { db, payloads }: LeaveDeps,
  job: SendPayload,
  known?: { readonly chunk: LoadedChunk; readonly progress: SendProgress },
): Promise<void> {
  const seqs = known === undefined ? await readGoneOut(payloads, job) : listGoneOut(known)
  if (seqs.length > 0) await recordGoneOut(db, job, seqs)
  await removePayload(payloads, job)
}

function listGoneOut({
  chunk,
  progress,
}: {
  readonly chunk: LoadedChunk
  readonly progress: SendProgress
}): readonly number[] {
  if (progress.every((end) => end?.kind !== 'delivered')) return []
  return chunk.events
    .readHeads()
    .flatMap(({ seq }, index) => (progress[index]?.kind === 'delivered' ? [seq] : []))
}
