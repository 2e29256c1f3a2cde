import { checkMemory, checkStaged, committedManifest, isCommitted } from '../delta/decide-commit.ts'
import { TOMBSTONE_AGE_DAYS } from '../delta/limits.ts'
import { lostRowsError } from '../delta/lost-rows-error.ts'
import { parseManifest, STAGED_MANIFEST } from '../delta/manifests.ts'
import type { Place } from '../delta/place.ts'
import { subtractRanges } from '../delta/subtract-ranges.ts'
import type { CommitRequest, MemoryManifest } from '../port.ts'
import { checkStagedRows } from './check-staged-rows.ts'
import { digestAnew } from './digests-anew.ts'
import { findTable } from './find-table.ts'
import { markInDoubt, mergeDeltas, mergeInvalid, keepBack, keepOnly } from './merge-rows.ts'
import { placeMemory, readRecordsManifest, writeRecordsManifest } from './records.ts'
import { createLogSession } from './log-session.ts'
import { openStagedLog } from './log-staged.ts'
import type { Session } from './session.ts'
import { createSyncLog } from './sync-log.ts'
import { recordsTable, stagedTable } from './state-tables.ts'

/**
 * Merges what a sync has staged into the records of its mapping, and drops it. The records table notes the sync in the
 * same transaction, which is how a second commit is told from one whose rows were lost.
 */
export async function commit(
  session: Session,
  place: Place,
  request: CommitRequest,
): Promise<MemoryManifest> {
  const { installationId, mappingId, syncId, dead = [], isBaseline = false } = request
  const syncNumber = request.syncNumber ?? null
  const staged = stagedTable(syncId)
  const records = recordsTable(mappingId)
  if ((await findTable(session, records)) === null)
    throw lostRowsError(syncId, place, `${records.shown} is gone`)

  const known = await readRecordsManifest(session, { installationId, mappingId }, place)
  if (isCommitted(known, syncId)) return known
  const scene = { ...placeMemory(place, mappingId), stagedTable: staged.shown }
  checkMemory(scene, known, request)
  const found = await findTable(session, staged)
  const manifest = checkStaged(
    scene,
    found === null ? null : { manifest: parseManifest(STAGED_MANIFEST, found.comment) },
    request,
    known,
  )
  await checkStagedRows(session, manifest, place)
  const logSession = createLogSession(session, place)
  if (request.log !== undefined) await createSyncLog(logSession)
  const log = openStagedLog(logSession, request, { staged: staged.sql, epoch: manifest.epoch })
  if (request.inDoubt !== undefined) {
    const inDoubt = subtractRanges(request.inDoubt, request.only ?? [])
    await log.inDoubt(inDoubt)
    await markInDoubt(session, staged.sql, records.sql, inDoubt, syncNumber)
  }
  if (request.only !== undefined) await keepOnly(session, staged.sql, request.only)
  await log.skippedByTrigger()
  for await (const seqs of request.keptBack ?? []) {
    await log.skippedByFilter(seqs)
    await keepBack(session, staged.sql, seqs)
  }

  const merge = { staged: staged.sql, records: records.sql, dead, isBaseline, syncNumber }
  await mergeDeltas(session, merge)
  if (manifest.summary.invalid > 0) await mergeInvalid(session, merge)
  // What went out in the epoch before is no version of this one.
  if (isBaseline && manifest.epoch !== known.epoch)
    await session.run(`update ${records.sql} set delivered = null where delivered is not null`)
  if (manifest.isDigestedAnew === true && request.only === undefined)
    await digestAnew(session, staged.sql, records.sql)
  await session.run(
    `delete from ${records.sql} where deleted_at < now()::timestamp - interval '${TOMBSTONE_AGE_DAYS} days'`,
  )
  await log.rest(dead)
  await session.run(`drop table ${staged.sql}`)
  const committed = committedManifest(request, known, manifest)
  await writeRecordsManifest(session, committed)
  return committed
}
