import { expect } from '@jest/globals'
import type { Delta } from '@sluice/shared/domain'
import { listOpenChunks, readSync, settleChunk } from '@sluice/shared/store'
import type { SyncDeps } from '../sync-deps.ts'
import { readDeltas } from './read-deltas.ts'

/** What somebody downstream knows, from the events that arrived and nothing else. */
export interface Downstream {
  readonly rows: Map<string, unknown>
  readonly messageIds: Set<string>
  readonly versions: Map<string, string>
}

/**
 * Applies an event as Segment and whoever reads from it would: once for each messageId,
 * and never an older version after a newer one.
 */
function arrive({ messageIds, rows, versions }: Downstream, epoch: number, delta: Delta): void {
  const { recordId, version, checksum, op, row } = delta
  const messageId = JSON.stringify([epoch, recordId, version, checksum])
  if (messageIds.has(messageId)) return
  messageIds.add(messageId)
  const order = `${String(epoch).padStart(12, '0')} ${String(version).padStart(6, '0')}`
  expect(order >= (versions.get(recordId) ?? '')).toBe(true)
  versions.set(recordId, order)
  if (op === 'deleted') rows.delete(recordId)
  else rows.set(recordId, row['plan'])
}

/**
 * Delivers the open chunks of a sync for which `chooses` says so; `settles` tells
 * whether the worker lives to write that down.
 */
export async function deliver(
  deps: SyncDeps,
  id: string,
  downstream: Downstream,
  chooses: (chunk: number) => { readonly delivers: boolean; readonly settles: boolean },
): Promise<void> {
  const sync = await readSync(deps.db, id)
  for (const chunk of await listOpenChunks(deps.db, id, 0)) {
    const { delivers, settles } = chooses(chunk.chunk)
    const deltas = await readDeltas(deps, { sync: id, chunk: chunk.chunk })
    if (!delivers || deltas === null) continue
    for (const delta of deltas) arrive(downstream, sync?.plan.epoch ?? 0, delta)
    if (!settles) continue
    await settleChunk(deps.db, deps.secrets, {
      sync: id,
      chunk: chunk.chunk,
      outcome: { skipped: 0, invalid: 0, delivered: deltas.length, dead: 0 },
      letters: [],
      skippedSeqs: [],
    })
  }
}

/** Delivers every chunk, and writes it down. */
export const ALL = () => ({ delivers: true, settles: true })
