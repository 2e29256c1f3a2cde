import type { SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { describeSync, findSyncId, readSync as readRecord, type SyncRecord } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Which sync. */
export interface ReadSyncInput {
  /** Its id, or the beginning of it. */
  readonly sync: string
}

/** One sync as it stands; fails with `sync_unknown`. */
export async function readSync(deps: DatabaseDeps, input: ReadSyncInput): Promise<SyncDocument> {
  return describeSync(await findSync(deps, input))
}

/** The record of a sync; fails with `sync_unknown`. */
export async function findSync({ db }: DatabaseDeps, input: ReadSyncInput): Promise<SyncRecord> {
  const id = await findSyncId(db, input.sync)
  const sync = await readRecord(db, id)
  if (sync !== null) return sync
  throw new SluiceError('sync_unknown', `there is no sync ${id}`, { subject: { kind: 'sync', id } })
}
