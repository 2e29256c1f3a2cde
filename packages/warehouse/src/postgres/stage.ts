import { checkOwner } from '../delta/check-owner.ts'
import { refuseMissingColumns } from '../delta/check-columns.ts'
import { chooseColumns } from '../delta/choose-columns.ts'
import { decideStage, forgottenManifest } from '../delta/decide-stage.ts'
import type { RecordsManifest } from '../delta/manifests.ts'
import { summarise, type StagedCounts } from '../delta/summarise.ts'
import type { StageRequest, StageResult } from '../port.ts'
import { checkStagedRows } from './check-staged-rows.ts'
import { compare, type Comparison } from './compare.ts'
import { planContent } from './content.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createRunError } from './create-run-error.ts'
import { findTable } from './find-table.ts'
import { createManifestStatement, parseStagedManifest, type PostgresStagedManifest } from './manifests.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { preparePlanner } from './prepare-planner.ts'
import {
  countKnown,
  createForgottenSelect,
  createRecords,
  forgetRecords,
  isEmpty,
  lockRecords,
} from './records.ts'
import { settleIdentifiers } from './settle-identifiers.ts'
import { stageDigests } from './digests-anew.ts'
import { recordsTable, stagedTable } from './state-tables.ts'
import { trimRecordIds } from './trim-record-ids.ts'

/**
 * Compares a model with what its mapping has committed and keeps the difference as the staged
 * table of the sync, in one transaction: where the table is, it is complete. So a sync that
 * was staged already, or committed, gets the same answer again and nothing is done.
 *
 * The staged table holds one row per row of the model that has changed, or has no usable
 * identifier, and one per record that has vanished. `op` is added, updated, deleted or
 * invalid. `seq` counts the rows to deliver from 1 without gaps, then the invalid ones.
 */
export async function stage(pool: WarehousePool, request: StageRequest): Promise<StageResult> {
  await createRecords(pool, request)
  const { installationId, mappingId } = request
  const owner = { installationId, mappingId }
  const work = async (tx: Transaction): Promise<StageResult> => {
    const manifest = await lockRecords(tx, owner, pool)
    const staged = await findStaged(tx, pool, request)
    const scene = { ...pool.place, mappingId, table: recordsTable(mappingId) }
    const decision = decideStage(request, manifest, staged, scene)
    switch (decision.kind) {
      case 'answer':
        return decision.result
      case 'forget': {
        const { next } = decision
        if (request.keepsMemory === true)
          return stageAnew(
            tx,
            request,
            forgottenManifest(owner, next),
            next.epoch,
            createForgottenSelect(mappingId),
          )
        return stageAnew(tx, request, await forgetRecords(tx, owner, next), next.epoch, scene.table)
      }
      case 'compare':
        return stageAnew(tx, request, manifest, decision.epoch, scene.table)
      default:
        return decision satisfies never
    }
  }
  return pool.transaction('isolation level repeatable read', work, request.signal)
}

async function stageAnew(
  tx: Transaction,
  request: StageRequest,
  known: RecordsManifest,
  epoch: number,
  /** What the model is compared with, as SQL. */
  from: string,
): Promise<StageResult> {
  const { installationId, mappingId, syncId, model, modelId, selection, compared } = request
  const table = stagedTable(syncId)
  const all = await readModelColumns(tx, model, modelId)
  const names = all.map(({ name }) => name)
  await refuseMissingColumns(request, known.columns?.model ?? [], names)
  const { digested, next, isDigestedAnew, claimed } = chooseColumns(
    names,
    compared,
    model.identifier,
    known.columns,
  )
  const columns = all.filter(({ name }) => digested.includes(name) || next.digested.includes(name))
  await preparePlanner(tx)
  if (known.columns === undefined)
    await trimRecordIds(
      tx,
      mappingId,
      columns.find(({ name }) => name === model.identifier),
    )
  const stagedAt = await readClock(tx)
  const records = await countKnown(tx, from)
  const comparison: Comparison = {
    request,
    records: from,
    columns,
    content: planContent(columns, model.identifier),
    digested,
    looksAgain: known.selection !== undefined && known.selection !== selection,
    known: records,
    isFirst: records === 0 && (await isEmpty(tx, from)),
  }
  try {
    await settleIdentifiers(tx, comparison, await compare(tx, comparison))
    if (isDigestedAnew) await stageDigests(tx, comparison, next.digested)
  } catch (error) {
    throw createRunError(error, modelId, model.query)
  }
  // Rows stand in the order of `seq`, all but a few: an index of a thousandth of their size finds a page of them.
  await tx.query(`create index on ${table} using brin (seq) with (pages_per_range = 16)`)
  const { rows, ...counts } = await countStaged(tx, syncId)
  const summary = summarise(counts, { modelId, stagedAt, known: records })
  const owner = { installationId, mappingId }
  const { content } = comparison
  const manifest = {
    ...owner,
    epoch,
    syncId,
    summary,
    rows,
    selection,
    digested,
    columns: next,
    isDigestedAnew,
    content,
  }
  await tx.query(createManifestStatement(table, manifest))
  if (claimed !== null && request.keepsMemory !== true)
    await tx.query(createManifestStatement(recordsTable(mappingId), { ...known, columns: claimed }))
  return { ...summary, epoch, generation: known.generation }
}

/** What is staged of this sync already; null when nothing is. */
async function findStaged(
  tx: Transaction,
  pool: WarehousePool,
  request: StageRequest,
): Promise<PostgresStagedManifest | null> {
  const table = stagedTable(request.syncId)
  const found = await findTable(tx, table)
  if (found === null) return null
  const manifest = checkOwner(parseStagedManifest(found.comment), request, table, pool.place)
  await checkStagedRows(tx, manifest, pool.place)
  return manifest
}

async function countStaged(
  tx: Transaction,
  syncId: string,
): Promise<StagedCounts & { readonly rows: number }> {
  const { rows } = await tx.query<StagedCounts & { rows: number }>(`
    select
      count(*) filter (where op = 'added') as added,
      count(*) filter (where op = 'updated') as updated,
      count(*) filter (where op = 'deleted') as deleted,
      count(*) filter (where op = 'invalid') as invalid,
      count(*) filter (where op <> 'invalid' and seq is not null) as placed,
      count(*) as rows,
      coalesce(max(octet_length(record_id)), 0) as "longestIdBytes"
    from ${stagedTable(syncId)}`)
  const [counted] = rows
  if (counted === undefined) throw new Error('an aggregate gave no row')
  return counted
}

async function readClock(tx: Transaction): Promise<string> {
  const { rows } = await tx.query<{ now: string }>(
    `select to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  )
  return rows[0]?.now ?? ''
}
