import { SluiceError } from '@sluice/shared/errors'
import {
  MAP_QUEUE,
  encodeDeltas,
  type MapPayload,
  type Payloads,
  type TypedQueue,
} from '@sluice/shared/queues'
import type { Chunk, SyncRecord } from '@sluice/shared/store'
import type { StagedRow, Warehouse } from './warehouse/index.ts'

interface Edges {
  readonly payloads: Payloads
  readonly map: TypedQueue<MapPayload>
}

/** Puts a chunk on its way: first its rows, then the job that names them. */
export async function enqueueChunk(
  edges: Edges,
  sync: SyncRecord,
  chunk: Chunk,
  rows: readonly StagedRow[],
): Promise<void> {
  const payload = describeJob(sync, chunk)
  await edges.payloads.put(MAP_QUEUE.jobId(payload), encodeDeltas(sync.stagedAt ?? '', rows))
  await edges.map.putBack(payload)
}

/** Makes a chunk again from the staged table, exactly as it was cut, and puts it on its way. */
export async function restoreChunk(
  edges: Edges,
  warehouse: Warehouse,
  sync: SyncRecord,
  chunk: Chunk,
): Promise<void> {
  const rows = await warehouse.readStaged(sync.id, {
    afterSeq: chunk.fromSeq - 1,
    toSeq: chunk.toSeq,
    limit: chunk.rows,
  })
  if (rows.length !== chunk.rows) throw describeLoss(sync, chunk.fromSeq + rows.length)
  await enqueueChunk(edges, sync, chunk, rows)
}

/** The job of a chunk. */
function describeJob(sync: SyncRecord, chunk: Chunk): MapPayload {
  return {
    sync: sync.id,
    mapping: sync.mapping,
    mappingVersion: sync.plan.mappingVersion,
    chunk: chunk.seq,
    rows: chunk.rows,
  }
}

/** The error of a staged table that is shorter than what was written down of it. */
export function describeLoss(sync: SyncRecord, missingSeq: number): SluiceError {
  return new SluiceError(
    'staged_rows_lost',
    `the staged rows of sync ${sync.id} end before row ${missingSeq} of ${sync.lastSeq}: the warehouse has restarted after a crash; the next sync starts over`,
  )
}
