import {
  isChunkOpen,
  readLastChunk,
  recordChunk,
  recordStreamed,
  recordSyncGoesOn,
  type SyncRecord,
} from '@sluice/shared/store'
import type { RawDelta } from '@sluice/shared/queues'
import { findChanges, type OutgoingPage } from '../changes/index.ts'
import { createChunkCutter } from '../core/index.ts'
import { enqueueChunk } from './enqueue-chunk.ts'
import { putChunkBack } from './put-chunk-back.ts'
import type { SyncEdges } from '../sync-edges.ts'

/** Cuts what a sync has to deliver into chunks and puts each on its way, from where an earlier run has stopped. */
export async function streamSync(edges: SyncEdges, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  const last = await readLastChunk(edges.db, sync.id)
  // The crash may have come between writing the last chunk down and enqueuing it.
  if (last !== null && (await isChunkOpen(edges.db, sync.id, last.seq))) await putChunkBack(edges, sync, last)

  const changes = findChanges(sync)
  const cutter = createChunkCutter<RawDelta>(edges.chunkLimits)
  let to: OutgoingPage['to'] = 'map'
  let seq = last?.seq ?? 0
  let isOnItsWay = false
  const send = async (rows: readonly RawDelta[]): Promise<boolean> => {
    const [first] = rows
    const end = rows.at(-1)
    if (first === undefined || end === undefined) return true
    seq += 1
    const chunk = { sync: sync.id, seq, fromSeq: first.seq, toSeq: end.seq, rows: rows.length }
    await edges.backPressure.waitForRoom(sync.id, signal)
    if (!isOnItsWay) await recordSyncGoesOn(edges.db, sync.id)
    isOnItsWay = true
    const manifest = changes.sealManifest(edges, chunk, rows)
    // Somebody has ended the sync meanwhile, or streams it too: nobody wants the rest.
    if (!(await recordChunk(edges.db, chunk, manifest))) return false
    await enqueueChunk(edges, sync, chunk, { to, rows })
    return true
  }

  const range = { afterSeq: last?.toSeq ?? 0, toSeq: sync.lastSeq ?? 0 }
  for await (const page of readAhead(changes.readPages(edges, sync, range))) {
    if (page.to !== to && !(await send(cutter.flush()))) return
    to = page.to
    for (const rows of cutter.push(page.rows)) {
      if (!(await send(rows))) return
    }
  }
  if (await send(cutter.flush())) await recordStreamed(edges.db, sync.id)
}

/** The same pages; the next one is read while the current one is worked on. */
async function* readAhead<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page, void, undefined> {
  const iterator = pages[Symbol.asyncIterator]()
  const read = (): Promise<IteratorResult<Page>> => {
    const reading = iterator.next()
    // A failure is met when the page is asked for.
    reading.catch(() => {})
    return reading
  }
  try {
    let reading = read()
    for (let result = await reading; result.done !== true; result = await reading) {
      reading = read()
      yield result.value
    }
  } finally {
    await iterator.return?.()
  }
}
