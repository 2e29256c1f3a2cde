import { randomUUID } from 'node:crypto'
import { OPS, type Op } from '@sluice/shared/domain'
import type { InvalidRow, StagedRow, StageResult, StageRequest, Warehouse } from '../port.ts'

export const OWNER = { installationId: 'installation-1', mappingId: 'people-identify' }

export interface SyncResult {
  readonly summary: StageResult
  readonly staged: readonly StagedRow[]
  readonly invalid: readonly InvalidRow[]
}

/** What a test asks for otherwise; an `epoch` after the first is that of a reset. */
export type StageChanges = Partial<StageRequest> & { readonly epoch?: number }

/** A request to stage the table `people`, by its column `id`. */
export function createStageRequest({ epoch = 1, ...changes }: StageChanges = {}): StageRequest {
  return {
    ...OWNER,
    memory: { epoch, generation: 0, order: epoch > 1 ? 'reset' : null },
    selection: 'all',
    compared: 'all',
    listColumnsRead: async () => [],
    syncId: randomUUID(),
    modelId: 'people',
    model: { query: 'select * from people', identifier: 'id' },
    trigger: OPS,
    ...changes,
  }
}

/** The rows of all pages. */
export async function readAll<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page)
  return rows
}

/** Stages and reads everything. */
export async function stageAndRead(warehouse: Warehouse, request: StageRequest): Promise<SyncResult> {
  const summary = await warehouse.stage(request)
  const range = { afterSeq: 0, limit: 100_000 }
  const staged = await readAll(warehouse.readStaged(request.syncId, range))
  const invalid = await readAll(warehouse.readInvalid(request.syncId, range))
  return { summary, staged, invalid }
}

/** One whole sync: stage, read, commit. */
export async function runSync(warehouse: Warehouse, changes: StageChanges = {}): Promise<SyncResult> {
  const request = createStageRequest(changes)
  const result = await stageAndRead(warehouse, request)
  await warehouse.commit(request)
  return result
}

/** What was staged, short, in the order of record ids: op, record id, version. */
export function listDeltas({ staged }: SyncResult): readonly (readonly [Op, string, number])[] {
  return staged
    .map(({ op, recordId, version }) => [op, recordId, version] as const)
    .toSorted(([, a], [, b]) => a.localeCompare(b))
}
