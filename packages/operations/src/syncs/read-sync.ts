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

/** An id, or the beginning of one: the database would stumble over anything else. */
const CAN_BE_ID = /^[0-9a-f-]{1,36}$/

/** The record of a sync; fails with `sync_unknown`. */
export async function findSync({ db }: DatabaseDeps, input: ReadSyncInput): Promise<SyncRecord> {
  const unknown = (id: string): SluiceError =>
    new SluiceError('sync_unknown', `there is no sync ${id}`, { subject: { kind: 'sync', id } })
  if (!CAN_BE_ID.test(input.sync)) throw unknown(input.sync)
  const id = await findSyncId(db, input.sync)
  const sync = await readRecord(db, id)
  if (sync === null) throw unknown(id)
  return sync
}
