import type { AskedSource, Json } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { parseExact } from '@sluice/shared/queues'
import { listModels } from '@sluice/shared/store'
import type { AskDeps } from '../ask/ask-deps.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'

/** A query that need not be saved yet; `limit` in rows. */
export interface PreviewModelInput {
  /** Id of a source of the config. */
  readonly source: string
  readonly query: string
  /** The column whose values are counted; null for none yet. */
  readonly identifier?: string | null
  readonly limit: number
  readonly signal?: AbortSignal | undefined
}

/** What a query gives. */
export interface ModelPreview {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly warning?: string }[]
  /** The values of some rows, in the order of the columns; none for viewers. */
  readonly rows: readonly (readonly Json[])[]
  /** True where rows were left out because they are too large to be shown together. */
  readonly isCut: boolean
  /** How many rows there are, and how many have no identifier or share theirs; null where nobody has counted. */
  readonly identifier: { readonly rows: number; readonly nulls: number; readonly duplicates: number } | null
  /** Why nobody could count, in words: most of all, that it takes too long. */
  readonly identifierError: string | null
}

/** What a person can look through; more rows tell no more. */
const ROWS_LIMIT = 100

/**
 * Runs a query and shows its columns, some rows, and how well its identifier tells rows apart; nothing is stored. A
 * viewer sees no rows, and only of a query that is a model's already. Fails with `source_unknown`, `query_invalid`,
 * `identifier_missing` and `column_duplicate`, as the warehouse fails, and with `operator_needed`.
 */
export async function previewModel(
  deps: AskDeps,
  input: PreviewModelInput,
  visitor: Visitor,
): Promise<ModelPreview> {
  const { query, identifier = null, signal } = input
  const source: AskedSource = { id: input.source }
  const isOperator = visitor.role === 'operator'
  if (!isOperator) await refuseOtherQueries(deps, input, visitor)
  const limit = isOperator ? Math.min(Math.max(input.limit, 0), ROWS_LIMIT) : 0
  const shown = await deps.asker.ask(
    { kind: 'rows', source, model: null, query, identifier, limit },
    { visitor, look: limit === 0 ? null : { kind: 'source', id: input.source }, signal },
  )
  const names = shown.columns.map(({ name }) => name)
  const rows = shown.rows.map(({ row }) => {
    const values = parseExact(row) as Readonly<Record<string, Json>>
    return names.map((name) => values[name] ?? null)
  })
  const counted = await countIdentifier(deps, { ...input, identifier }, visitor)
  return { columns: shown.columns, rows, isCut: shown.isCut, ...counted }
}

async function refuseOtherQueries(
  { db }: AskDeps,
  input: PreviewModelInput,
  visitor: Visitor,
): Promise<void> {
  const models = await listModels(db)
  const isKnown = models.some(({ source, query }) => source === input.source && query === input.query)
  if (!isKnown) refuseViewer(visitor, 'running a query that is not saved')
}

/** The rows are worth showing, too, where counting all of them takes too long. */
async function countIdentifier(
  { asker }: AskDeps,
  { source, query, identifier, signal }: PreviewModelInput,
  visitor: Visitor,
): Promise<Pick<ModelPreview, 'identifier' | 'identifierError'>> {
  if (identifier === null || identifier === undefined) return { identifier: null, identifierError: null }
  try {
    const counts = await asker.ask(
      { kind: 'count', source: { id: source }, query, identifier },
      { visitor, look: null, signal },
    )
    return { identifier: counts, identifierError: null }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return { identifier: null, identifierError: error.message }
  }
}
