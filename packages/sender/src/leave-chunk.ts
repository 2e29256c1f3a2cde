import {
  listGoneOut,
  readGoneOut,
  type Payloads,
  type SendPayload,
  type SendProgress,
} from '@sluice/shared/queues'
import type { ByteBox } from '@sluice/shared/secrets'
import { sealUsers } from '@sluice/shared/settling'
import { recordGoneOut, type Database } from '@sluice/shared/store'
import { removePayload, type LoadedChunk } from './chunk-payload.ts'

interface LeaveDeps {
  readonly db: Database
  readonly secrets: ByteBox
  readonly payloads: Payloads
}

/**
 * The end of a job whose chunk nobody wants any more. Which of its events had gone out is written down first, so
 * that the mapping's next sync need not send them again; `known` is what the caller has learnt, absent for what
 * earlier runs have kept.
 */
export async function leaveChunk(
  { db, secrets, payloads }: LeaveDeps,
  job: SendPayload,
  known?: { readonly chunk: LoadedChunk; readonly progress: SendProgress },
): Promise<void> {
  const { seqs, lines } =
    known === undefined ? await readGoneOut(payloads, job) : listGoneOut(known.chunk.events, known.progress)
  if (seqs.length > 0) {
    const users = sealUsers(secrets, job.destination, lines)
    await recordGoneOut(db, job, seqs, { destination: job.destination, users })
  }
  await removePayload(payloads, job)
}
