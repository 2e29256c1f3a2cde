import { refuseMissingColumns } from '../delta/check-columns.ts'
import { chooseColumns } from '../delta/choose-columns.ts'
import { checkOwner } from '../delta/check-owner.ts'
import { decideStage, forgottenManifest } from '../delta/decide-stage.ts'
import {
  formatManifest,
  parseManifest,
  STAGED_MANIFEST,
  type RecordsManifest,
  type StagedManifest,
} from '../delta/manifests.ts'
import type { Place } from '../delta/place.ts'
import { summarise, type StagedCounts } from '../delta/summarise.ts'
import type { StageRequest, StageResult } from '../port.ts'
import { checkStagedRows } from './check-staged-rows.ts'
import { stageDigests } from './digests-anew.ts'
import { createCompareStatement, type Comparison } from './compare.ts'
import { readModelColumns } from './read-model-columns.ts'
import { findTable, writeComment } from './find-table.ts'
import {
  countKnown,
  createForgottenSelect,
  createRecords,
  forgetRecords,
  placeMemory,
  readRecordsManifest,
} from './records.ts'
import type { Session } from './session.ts'
import { settleIdentifiers } from './settle-identifiers.ts'
import { recordsTable, stagedTable } from './state-tables.ts'
import { createRunError } from './statement-errors.ts'

/**
 * Compares a model with what its mapping has committed and keeps the difference as the staged table of the sync, in
 * one transaction: where the table is, it is complete. So a sync that was staged already, or committed, gets the same
 * answer again and nothing is done.
 *
 * The staged table holds one row per row of the model that has changed, or has no usable identifier, and one per
 * record that has vanished. `seq` counts the rows to deliver from 1 without gaps, then the invalid ones.
 */
export async function stage(session: Session, place: Place, request: StageRequest): Promise<StageResult> {
  await createRecords(session, request)
  const { installationId, mappingId } = request
  const owner = { installationId, mappingId }
  const manifest = await readRecordsManifest(session, owner, place)
  const adopted = await adoptStaged(session, place, request)
  const table = recordsTable(mappingId).sql
  const decision = decideStage(request, manifest, adopted, placeMemory(place, mappingId))
  switch (decision.kind) {
    case 'answer':
      return decision.result
    case 'forget': {
      const { next } = decision
      if (request.keepsMemory === true)
        return stageAnew(
          session,
          request,
          forgottenManifest(owner, next),
          next.epoch,
          createForgottenSelect(mappingId),
        )
      return stageAnew(session, request, await forgetRecords(session, owner, next), next.epoch, table)
    }
    case 'compare':
      return stageAnew(session, request, manifest, decision.epoch, table)
    default:
      return decision satisfies never
  }
}

async function stageAnew(
  session: Session,
  request: StageRequest,
  known: RecordsManifest,
  epoch: number,
  /** What the model is compared with, as SQL. */
  from: string,
): Promise<StageResult> {
  const { installationId, mappingId, syncId, model, modelId, selection, compared } = request
  const all = await readModelColumns(session, model, modelId)
  const names = all.map(({ name }) => name)
  await refuseMissingColumns(request, known.columns?.model ?? [], names)
  const { digested, next, isDigestedAnew, claimed } = chooseColumns(
    names,
    compared,
    model.identifier,
    known.columns,
  )
  const columns = all.filter(({ name }) => digested.includes(name) || next.digested.includes(name))
  const comparison: Comparison = {
    request,
    records: from,
    columns,
    digested,
    looksAgain: known.selection !== undefined && known.selection !== selection,
  }
  const stagedAt = new Date().toISOString()
  const records = await countKnown(session, from)
  try {
    await session.run(createCompareStatement(comparison))
    await settleIdentifiers(session, comparison)
    if (isDigestedAnew) await stageDigests(session, comparison, next.digested)
  } catch (error) {
    throw createRunError(error, modelId)
  }
  const { rows, ...counts } = await countStaged(session, syncId)
  const summary = summarise(counts, { modelId, stagedAt, known: records })
  const manifest: StagedManifest = {
    installationId,
    mappingId,
    epoch,
    syncId,
    summary,
    rows,
    selection,
    digested,
    columns: next,
    isDigestedAnew,
  }
  await writeComment(session, stagedTable(syncId), formatManifest(manifest))
  if (claimed !== null && request.keepsMemory !== true)
    await writeComment(session, recordsTable(mappingId), formatManifest({ ...known, columns: claimed }))
  return { ...summary, epoch, generation: known.generation }
}

async function adoptStaged(
  session: Session,
  place: Place,
  request: StageRequest,
): Promise<StagedManifest | null> {
  const table = stagedTable(request.syncId)
  const found = await findTable(session, table)
  if (found === null) return null
  const manifest = checkOwner(parseManifest(STAGED_MANIFEST, found.comment), request, table.shown, place)
  await checkStagedRows(session, manifest, place)
  return manifest
}

async function countStaged(
  session: Session,
  syncId: string,
): Promise<StagedCounts & { readonly rows: number }> {
  const [counted] = await session.query<StagedCounts & { readonly rows: number }>(`
    select
      count(*) filter (where op = 'added') as added,
      count(*) filter (where op = 'updated') as updated,
      count(*) filter (where op = 'deleted') as deleted,
      count(*) filter (where op = 'invalid') as invalid,
      count(*) filter (where op <> 'invalid' and seq is not null) as placed,
      count(*) as rows,
      coalesce(max(strlen(record_id)), 0) as "longestIdBytes"
    from ${stagedTable(syncId).sql}`)
  if (counted === undefined) throw new Error('an aggregate gave no row')
  return counted
}
