import {
  LeaseLost,
  MAP_QUEUE,
  SEND_QUEUE,
  createEventEncoder,
  decodeDeltas,
  createPayloadOwner,
  type ExtractPayload,
  type JobExecution,
  type JobLease,
  type MapPayload,
  type Payloads,
  type SendPayload,
  type TypedQueue,
} from '@sluice/shared/queues'
import { createMapLetter, readLeaseEnd, settleOwnChunk, tellSettled } from '@sluice/shared/settling'
import type { Traces } from '@sluice/shared/runtime'
import { isChunkOpen, readOpenChunkAge, type Database } from '@sluice/shared/store'
import type { SecretBox } from '@sluice/shared/secrets'
import { mapChunk, type MappedChunk, type ReadyMapping } from './chunk/index.ts'
import type { CompiledMappings } from './compiled-mappings.ts'
import type { MapMeter } from './meter.ts'
import type { TrialOptions } from './trial/start-trial.ts'
import { tryRows } from './trial/try-rows.ts'

export interface MapDeps {
  readonly traces?: Traces | null
  readonly db: Database
  readonly secrets: SecretBox
  readonly payloads: Payloads
  readonly mappings: CompiledMappings
  readonly send: TypedQueue<SendPayload>
  readonly extract: TypedQueue<ExtractPayload>
  readonly meter: MapMeter
  /** How the rows of a chunk under suspicion are tried. */
  readonly trial: TrialOptions
}

// A chunk that was there when two mappers died or hung is likely what they died of.
const SUSPICIOUS_STALLS = 2

// What the bytes of a delta become in an event, mostly; when it is more, the encoder makes room.
const EVENT_GROWTH = 1.5

/**
 * The story of one map job: map the chunk's deltas, keep what failed, hand the events on; or, with no
 * event left, settle. Repeating it gives the same events and the same letters, so it may die at any
 * await. A mapper that goes on late, when another has the job, hands on nothing and settles nothing.
 */
export function createMapProcessor(deps: MapDeps): (execution: JobExecution<MapPayload>) => Promise<void> {
  return async ({ payload: job, lease, earlierStalls, signal }) => {
    const payloadId = MAP_QUEUE.jobId(job)
    const isWanted = await isChunkOpen(deps.db, job.sync, job.chunk)
    const ready = isWanted ? await deps.mappings.find(job.sync) : null
    // Settled by an earlier run, or its sync has ended.
    if (ready === null) return deps.payloads.remove(payloadId)
    const payload = await deps.payloads.get(createPayloadOwner(MAP_QUEUE, job))
    // Its rows are gone: the extractor's sweep puts the chunk back.
    if (payload === null) return

    const { stagedAt, texts } = decodeDeltas(payload)
    const isSuspect = earlierStalls >= SUSPICIOUS_STALLS
    const mapping = isSuspect
      ? await tryRows(
          { ...ready, config: ready.plan.mapping, texts: decodeDeltas(payload).texts, stagedAt, signal },
          deps.trial,
        )
      : ready.mapping
    const encoder = createEventEncoder(Math.ceil(payload.length * EVENT_GROWTH))
    const chunk = mapChunk(
      mapping,
      ready.createMessageId,
      texts,
      stagedAt,
      (event) => encoder.write(event),
      ready.columns,
    )
    deps.meter.count(chunk)

    if (chunk.events === 0) await settle(deps, job, lease, ready, chunk)
    else await handOn(deps, job, lease, ready, chunk, encoder.finish(chunk))
    await deps.payloads.remove(payloadId)
  }
}

/**
 * What failed travels with the events, so that all that becomes of a chunk is written down at once, when it is
 * settled. Where an earlier run has handed them on already, a sender may be at them, and they are left alone.
 */
async function handOn(
  deps: MapDeps,
  job: MapPayload,
  lease: JobLease,
  ready: ReadyMapping,
  chunk: MappedChunk,
  events: Buffer,
): Promise<void> {
  const next: SendPayload = {
    sync: job.sync,
    mapping: job.mapping,
    destination: ready.plan.mapping.destination,
    chunk: job.chunk,
    events: chunk.events,
    skipped: chunk.skipped,
    invalid: chunk.invalid.length,
  }
  const stage = await deps.send.readStage(SEND_QUEUE.jobId(next))
  if (stage === 'on its way') return
  // Mapping may take its time.
  if (!(await isChunkOpen(deps.db, job.sync, job.chunk))) return
  if (!(await deps.payloads.put(createPayloadOwner(SEND_QUEUE, next), events, lease))) throw new LeaseLost()
  // The usual case is one call.
  await (stage === 'absent' ? deps.send.add(next) : deps.send.putBack(next))
}

async function settle(
  deps: MapDeps,
  job: MapPayload,
  lease: JobLease,
  ready: ReadyMapping,
  chunk: MappedChunk,
): Promise<void> {
  const { traces = null } = deps
  const ageMs = traces && (await readOpenChunkAge(deps.db, job.sync, job.chunk))
  const untilMs = await readLeaseEnd(deps.db, lease)
  const isFirst = await settleOwnChunk(deps, {
    sync: job.sync,
    chunk: job.chunk,
    outcome: { skipped: chunk.skipped, invalid: chunk.invalid.length, delivered: 0, dead: 0 },
    letters: chunk.invalid.map((head) => createMapLetter(job, head)),
    skippedSeqs: chunk.skippedSeqs,
    usage: { destination: ready.plan.mapping.destination, users: null },
    untilMs,
  })
  if (isFirst && traces !== null && ageMs !== null) {
    const to = new Date()
    const fields = { mapping: job.mapping, skipped: chunk.skipped, invalid: chunk.invalid.length }
    traces.tell(job, { from: new Date(to.getTime() - ageMs), to, fields })
  }
  await tellSettled(deps, job.sync)
}
