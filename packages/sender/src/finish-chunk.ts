import type { Region } from '@sluice/shared/domain'
import {
  type ExtractPayload,
  type JobExecution,
  type Payloads,
  type SendPayload,
  type TypedQueue,
} from '@sluice/shared/queues'
import type { Logger, Traces } from '@sluice/shared/runtime'
import { recordDestinationError, type Database } from '@sluice/shared/store'
import type { ByteBox, SecretBox } from '@sluice/shared/secrets'
import { readLeaseEnd, tellSettled } from '@sluice/shared/settling'
import type { CallsLeft } from './ask-for-calls.ts'
import { removePayload, type LoadedChunk } from './chunk-payload.ts'
import type { DecidedOutcome, EventOutcome } from './core/index.ts'
import type { SendMeter } from './meter.ts'
import { settleChunk } from './settle-chunk.ts'

export interface FinishDeps {
  readonly log: Pick<Logger, 'info'>
  readonly traces?: Traces | null
  readonly db: Database
  readonly secrets: SecretBox & ByteBox
  readonly payloads: Payloads
  readonly extract: Pick<TypedQueue<ExtractPayload>, 'add'>
  readonly meter: SendMeter
}

/** What became of a chunk: of its events in this run, and of all of them in the end. */
export interface ChunkResult {
  readonly outcomes: readonly EventOutcome[]
  readonly ends: readonly DecidedOutcome[]
  readonly region: Region | undefined
  /** How long ago the chunk was cut. */
  readonly ageMs: number
  readonly left: CallsLeft | null
}

/**
 * Settles a chunk whose events are all delivered or dead, and hands the sync on when it was the last.
 * Another worker may have the job by now and be posting these events: nothing is settled over its head.
 */
export async function finishChunk(
  deps: FinishDeps,
  { payload: job, lease }: Pick<JobExecution<SendPayload>, 'payload' | 'lease'>,
  { events }: LoadedChunk,
  { outcomes, ends, region, ageMs, left }: ChunkResult,
): Promise<void> {
  const { sync, chunk, destination } = job
  const untilMs = await readLeaseEnd(deps.db, lease)
  await recordRefusal(deps, job, outcomes)
  const dead = await settleChunk(deps, job, events, ends, untilMs, left)
  if (dead !== null) {
    deps.meter.countEvents(region ?? 'unknown', ends)
    tellChunk(deps, job, ageMs, { delivered: ends.length - dead, dead })
  }
  if (dead !== null && dead > 0)
    deps.log.info({ sync, chunk, destination, dead }, 'events became dead letters')
  await removePayload(deps.payloads, job)
  await tellSettled(deps, sync)
}

function tellChunk(
  { traces }: FinishDeps,
  { sync, chunk, mapping, destination, skipped, invalid }: SendPayload,
  ageMs: number,
  counts: { readonly delivered: number; readonly dead: number },
): void {
  const to = new Date()
  const from = new Date(to.getTime() - ageMs)
  traces?.tell({ sync, chunk }, { from, to, fields: { mapping, destination, skipped, invalid, ...counts } })
}

/** Tells `sluice status` that a destination's write key or endpoint is wrong. */
async function recordRefusal(
  { db }: FinishDeps,
  { destination }: SendPayload,
  outcomes: readonly EventOutcome[],
): Promise<void> {
  const refusal = outcomes.find(
    (outcome) => outcome.kind === 'dead' && (outcome.code === 'unauthorized' || outcome.code === 'not_found'),
  )
  if (refusal?.kind === 'dead') await recordDestinationError(db, destination, refusal.reason)
}
