import type { Column, ModelQuery } from '../port.ts'
import { createModelRelation } from './model-relation.ts'
import type { Transaction } from './open-pool.ts'
import { quoteIdentifier } from './quote-identifier.ts'

interface PlanNode {
  readonly 'Node Type': string
  readonly Alias?: string
  readonly Output?: readonly string[]
  readonly Plans?: readonly PlanNode[]
}

const LITERAL = /'(?:[^']|'')*'/g
const CALL = /("(?:[^"]|"")+"|[a-z_][\w$]*)\(/gi

/**
 * The functions that the identifier of a model is made with and that are declared to give another
 * value each time, as far as the plan shows them: through views and sub-queries that the planner
 * keeps apart it does not. A record that has another id in each sync is deleted and added by each.
 */
export async function findVolatileCalls(
  tx: Transaction,
  model: ModelQuery,
  columns: readonly Column[],
): Promise<readonly string[]> {
  const index = columns.findIndex(({ name }) => name === model.identifier)
  const identifier = quoteIdentifier(model.identifier)
  const { rows } = await tx.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
    `explain (verbose, costs off, format json) select model.${identifier} from ${createModelRelation(model.query)}`,
  )
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  const names = plan === undefined ? [] : listCalls(findExpressions(plan, index))
  if (names.length === 0) return []
  const found = await tx.query<{ name: string }>(
    `select distinct proname as name from pg_catalog.pg_proc
     where proname = any ($1::text[]) and provolatile = 'v' order by 1`,
    [names],
  )
  return found.rows.map(({ name }) => name)
}

/**
 * What the identifier is made of: the output of the plan, or where it keeps the query apart, a column of what is below.
 */
function findExpressions(plan: PlanNode, index: number): readonly string[] {
  const isKeptApart = plan.Alias === 'model' && plan.Output?.[0]?.startsWith('model.') === true
  return isKeptApart ? (plan.Plans ?? []).flatMap((each) => readOutput(each, index)) : readOutput(plan, 0)
}

/** What a node gives as one of its columns; of one that passes on what it is given, what those below give. */
function readOutput({ Output, Plans = [] }: PlanNode, index: number): readonly string[] {
  return Output === undefined ? Plans.flatMap((each) => readOutput(each, index)) : [Output[index] ?? '']
}

function listCalls(expressions: readonly string[]): readonly string[] {
  const calls = expressions.join(' ').replaceAll(LITERAL, "''").matchAll(CALL)
  return [
    ...new Set(Array.from(calls, ([, name = '']) => name.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'))),
  ]
}
