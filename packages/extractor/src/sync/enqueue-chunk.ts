import {
  MAP_QUEUE,
  SEND_QUEUE,
  createPayloadOwner,
  encodeDeltas,
  encodeEvents,
  type MapPayload,
  type RawDelta,
  type SendPayload,
} from '@sluice/shared/queues'
import type { Chunk, SyncRecord } from '@sluice/shared/store'
import { createLossError, findChanges, type OutgoingPage } from '../changes/index.ts'
import type { SyncDeps } from '../sync-deps.ts'

/**
 * Puts a chunk on its way: first its rows, then the job that names them. Nothing is known yet of
 * one that was just cut; for one that may have been on its way before, ask for it to be put back.
 */
export async function enqueueChunk(
  deps: SyncDeps,
  sync: SyncRecord,
  chunk: Chunk,
  { to, rows }: OutgoingPage,
  how: 'add' | 'putBack' = 'add',
): Promise<void> {
  if (to === 'send') {
    const job = createSendJob(sync, chunk)
    await deps.payloads.put(createPayloadOwner(SEND_QUEUE, job), encodeEvents(rows.map(readEvent)))
    await deps.send[how](job)
  } else {
    const job = createMapJob(sync, chunk)
    await deps.payloads.put(createPayloadOwner(MAP_QUEUE, job), encodeDeltas(sync.stagedAt ?? '', rows))
    await deps.map[how](job)
  }
}

/** Makes a chunk again from where its rows come from, exactly as it was cut, and puts it on its way. */
export async function restoreChunk(deps: SyncDeps, sync: SyncRecord, chunk: Chunk): Promise<void> {
  const rows: RawDelta[] = []
  let to: OutgoingPage['to'] = 'map'
  const range = { afterSeq: chunk.fromSeq - 1, toSeq: chunk.toSeq }
  for await (const page of findChanges(sync).readPages(deps, sync, range)) {
    to = page.to
    rows.push(...page.rows)
  }
  if (rows.length < chunk.rows) throw createLossError(sync, (rows.at(-1)?.seq ?? range.afterSeq) + 1)
  await enqueueChunk(deps, sync, chunk, { to, rows }, 'putBack')
}

function createMapJob(sync: SyncRecord, chunk: Chunk): MapPayload {
  return {
    sync: sync.id,
    mapping: sync.mapping,
    mappingVersion: sync.plan.mappingVersion,
    chunk: chunk.chunk,
    rows: chunk.rows,
  }
}

function createSendJob(sync: SyncRecord, chunk: Chunk): SendPayload {
  return {
    sync: sync.id,
    mapping: sync.mapping,
    destination: sync.plan.mapping.destination,
    chunk: chunk.chunk,
    events: chunk.rows,
    skipped: 0,
    invalid: 0,
  }
}

function readEvent({ seq, op, recordId, version, row }: RawDelta) {
  return { seq, op, recordId, version, json: row }
}
