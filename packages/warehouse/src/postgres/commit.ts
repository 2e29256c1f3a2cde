import {
  checkMemory,
  checkStaged,
  committedManifest,
  isCommitted,
  type CommitScene,
} from '../delta/decide-commit.ts'
import { TOMBSTONE_AGE_DAYS } from '../delta/limits.ts'
import { lostRowsError } from '../delta/lost-rows-error.ts'
import type { RecordsManifest } from '../delta/manifests.ts'
import { subtractRanges } from '../delta/subtract-ranges.ts'
import type { CommitRequest, MemoryManifest } from '../port.ts'
import { checkStagedRows } from './check-staged-rows.ts'
import { digestAnew } from './digests-anew.ts'
import { findTable } from './find-table.ts'
import { markInDoubt, mergeDeltas, mergeInvalid, insertNew, keepBack, keepOnly } from './merge-rows.ts'
import { parseStagedManifest, type PostgresStagedManifest } from './manifests.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { createLogSession } from './log-session.ts'
import { openStagedLog } from './log-staged.ts'
import { isEmpty, lockRecords } from './records.ts'
import { createSyncLog, lockSyncLog } from './sync-log.ts'
import { writeRecordsManifest } from './records-manifest.ts'
import { recordsKey, recordsTable, stagedTable } from './state-tables.ts'

/**
 * Merges what a sync has staged into the records of its mapping, and drops it. The records table notes
 * the sync in the same transaction, which is how a second commit is told from one whose rows were lost.
 */
export async function commit(pool: WarehousePool, request: CommitRequest): Promise<MemoryManifest> {
  const { installationId, mappingId, syncId } = request
  const owner = { installationId, mappingId }
  const staged = stagedTable(syncId)
  const records = recordsTable(mappingId)
  const scene = { ...pool.place, mappingId, table: records, stagedTable: staged }
  if ((await findTable(pool, records)) === null) throw lostRowsError(syncId, pool.place, `${records} is gone`)

  if (request.log !== undefined) await createSyncLog(pool)
  return pool.transaction('isolation level read committed', async (tx) => {
    const known = await lockRecords(tx, owner, pool)
    if (isCommitted(known, syncId)) return known
    checkMemory(scene, known, request)
    const manifest = await findStaged(tx, scene, request, known)
    const syncNumber = request.syncNumber ?? null
    const logSession = createLogSession(tx, pool.place)
    if (request.log !== undefined) await lockSyncLog(logSession, pool)
    const log = openStagedLog(logSession, request, { staged, epoch: manifest.epoch })
    if (request.inDoubt !== undefined) {
      const inDoubt = subtractRanges(request.inDoubt, request.only ?? [])
      await log.inDoubt(inDoubt)
      await markInDoubt(tx, staged, records, inDoubt, syncNumber)
    }
    if (request.only !== undefined) await keepOnly(tx, staged, request.only)
    await log.skippedByTrigger()
    for await (const seqs of request.keptBack ?? []) {
      await log.skippedByFilter(seqs)
      await keepBack(tx, staged, seqs)
    }

    const { dead = [], isBaseline = false } = request
    const merge = { staged, records, dead, isBaseline, syncNumber }
    const isFirst = await isEmpty(tx, records)
    if (!isFirst) await mergeDeltas(tx, merge)
    await insertNew(tx, { ...merge, key: isFirst ? recordsKey(mappingId) : null })
    if (manifest.summary.invalid > 0) await mergeInvalid(tx, merge)
    // What went out in the epoch before is no version of this one.
    if (isBaseline && manifest.epoch !== known.epoch)
      await tx.query(`update ${records} set delivered = null where delivered is not null`)
    if (manifest.isDigestedAnew === true && request.only === undefined) await digestAnew(tx, staged, records)
    await tx.query(`delete from ${records} where deleted_at < now() - make_interval(days => $1)`, [
      TOMBSTONE_AGE_DAYS,
    ])
    await log.rest(dead)
    await tx.query(`drop table ${staged}`)
    const next = committedManifest(request, known, manifest)
    await writeRecordsManifest(tx, next)
    return next
  })
}

/** What the sync has staged, once it is proven to be whole and this installation's. */
async function findStaged(
  tx: Transaction,
  scene: CommitScene,
  request: CommitRequest,
  known: RecordsManifest,
): Promise<PostgresStagedManifest> {
  const found = await findTable(tx, scene.stagedTable)
  const staged = found === null ? null : { manifest: parseStagedManifest(found.comment) }
  const manifest = checkStaged(scene, staged, request, known)
  await checkStagedRows(tx, manifest, scene)
  return manifest
}
