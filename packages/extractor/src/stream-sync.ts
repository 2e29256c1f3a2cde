import {
  isChunkOpen,
  readLastChunk,
  recordChunk,
  recordStreamed,
  type SyncRecord,
} from '@sluice/shared/store'
import { createChunkCutter } from './core/index.ts'
import { describeLoss, enqueueChunk, restoreChunk } from './enqueue-chunk.ts'
import { PAGE_LIMIT_ROWS } from './limits.ts'
import { openWarehouse, type SyncEdges } from './sync-edges.ts'
import type { StagedRow } from './warehouse/index.ts'

/** Cuts what is staged into chunks and puts each on its way, from where an earlier run has stopped. */
export async function streamSync(edges: SyncEdges, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  const last = await readLastChunk(edges.db, sync.id)
  // The crash may have come between writing the last chunk down and enqueuing it.
  if (last !== null && (await isChunkOpen(edges.db, sync.id, last.seq)))
    await restoreChunk(edges, await openWarehouse(edges, sync), sync, last)

  const cutter = createChunkCutter<StagedRow>()
  let seq = last?.seq ?? 0
  const send = async (rows: readonly StagedRow[]): Promise<boolean> => {
    const [first] = rows
    const end = rows.at(-1)
    if (first === undefined || end === undefined) return true
    seq += 1
    const chunk = { sync: sync.id, seq, fromSeq: first.seq, toSeq: end.seq, rows: rows.length }
    await edges.backPressure.waitForRoom(sync.id, signal)
    // Somebody has ended the sync meanwhile: nobody wants the rest.
    if (!(await recordChunk(edges.db, chunk))) return false
    await enqueueChunk(edges, sync, chunk, rows)
    return true
  }

  for await (const page of readPages(edges, sync, last?.toSeq ?? 0)) {
    for (const rows of cutter.push(page)) {
      if (!(await send(rows))) return
    }
  }
  if (await send(cutter.flush())) await recordStreamed(edges.db, sync.id)
}

/** Pages of staged rows from `afterSeq` to the last; the next one is read while the current one is cut. */
async function* readPages(
  edges: SyncEdges,
  sync: SyncRecord,
  afterSeq: number,
): AsyncGenerator<readonly StagedRow[]> {
  const lastSeq = sync.lastSeq ?? 0
  const read = async (from: number): Promise<readonly StagedRow[]> =>
    (await openWarehouse(edges, sync)).readStaged(sync.id, {
      afterSeq: from,
      toSeq: lastSeq,
      limit: PAGE_LIMIT_ROWS,
    })

  let position = afterSeq
  let reading = position < lastSeq ? read(position) : null
  while (reading !== null) {
    const page = await reading
    // Rows to deliver stand at 1, 2, 3, …: a gap means that some are gone.
    const end = page.at(-1)
    if (end === undefined || end.seq !== position + page.length)
      throw describeLoss(sync, position + page.length + 1)
    position = end.seq
    reading = position < lastSeq ? read(position) : null
    // A failure of the read ahead is met when its page is asked for.
    reading?.catch(() => {})
    yield page
  }
}
