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
import type { SyncDeps } from '../sync-deps.ts'

/** Cuts what a sync has to deliver into chunks and puts each on its way, from where an earlier run has stopped. */
export async function streamSync(deps: SyncDeps, sync: SyncRecord, signal: AbortSignal): Promise<void> {
  const last = await readLastChunk(deps.db, sync.id)
  // The crash may have come between writing the last chunk down and enqueuing it.
  if (last !== null && (await isChunkOpen(deps.db, sync.id, last.chunk))) await putChunkBack(deps, sync, last)

  const changes = findChanges(sync)
  const cutter = createChunkCutter<RawDelta>(deps.chunkLimits)
  let to: OutgoingPage['to'] = 'map'
  let number = last?.chunk ?? 0
  let isOnItsWay = false
  const send = async (rows: readonly RawDelta[]): Promise<boolean> => {
    const [first] = rows
    const end = rows.at(-1)
    if (first === undefined || end === undefined) return true
    number += 1
    const chunk = { sync: sync.id, chunk: number, fromSeq: first.seq, toSeq: end.seq, rows: rows.length }
    await deps.backPressure.waitForRoom(sync.id, signal)
    if (!isOnItsWay) await recordSyncGoesOn(deps.db, sync.id)
    isOnItsWay = true
    const manifest = changes.sealManifest(deps, chunk, rows)
    // Somebody has ended the sync meanwhile, or streams it too: nobody wants the rest.
    if (!(await recordChunk(deps.db, chunk, manifest))) return false
    await enqueueChunk(deps, sync, chunk, { to, rows })
    return true
  }

  const range = { afterSeq: last?.toSeq ?? 0, toSeq: sync.lastSeq ?? 0 }
  for await (const page of readAhead(changes.readPages(deps, sync, range))) {
    if (page.to !== to && !(await send(cutter.flush()))) return
    to = page.to
    for (const rows of cutter.push(page.rows)) {
      if (!(await send(rows))) return
    }
  }
  if (await send(cutter.flush())) await recordStreamed(deps.db, sync.id)
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
