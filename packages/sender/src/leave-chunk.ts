import type { Payloads, SendPayload } from '@sluice/shared/queues'
import { recordGoneOut, type Database } from '@sluice/shared/store'
import { loadChunk, removePayload, type LoadedChunk } from './chunk-payload.ts'
import type { Progress } from './core/index.ts'

interface LeaveEdges {
  readonly db: Database
  readonly payloads: Payloads
}

/**
 * The end of a job whose chunk nobody wants any more. Which of its events had gone out is written down first, so that the mapping's next sync need not
 * send them again; `known` is what the caller has learnt, absent for what earlier runs have kept.
 */
export async function leaveChunk(
  { db, payloads }: LeaveEdges,
  job: SendPayload,
  known?: { readonly chunk: LoadedChunk; readonly progress: Progress },
): Promise<void> {
  const chunk = known?.chunk ?? (await loadChunk(payloads, job))
  const progress = known?.progress ?? chunk?.progress ?? []
  if (chunk !== null && progress.some((outcome) => outcome?.kind === 'delivered')) {
    const seqs = chunk.events
      .readHeads()
      .flatMap(({ seq }, index) => (progress[index]?.kind === 'delivered' ? [seq] : []))
    await recordGoneOut(db, job, seqs)
  }
  await removePayload(payloads, job)
}
