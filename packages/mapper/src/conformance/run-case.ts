import type { Json, RowEvent } from '@sluice/shared/domain'
import type { DeadLetterCode } from '@sluice/shared/errors'
import { ACTIONS } from '../core/actions/index.ts'
import { compilePlan, createMapping, layDefaults } from '../core/compile-mapping.ts'
import { Budget, VALUE_LIMIT_CHARACTERS } from '../core/language/budget.ts'
import { compileFilter } from '../core/filter/compile-filter.ts'
import { isJsonObject } from '../core/language/json-value.ts'

/** One case: a mapping or a filter, and the row to run it on. */
export interface ConformanceCase {
  readonly id: string
  /** An action; `transform` for the mapping language alone; `fql` for a filter. */
  readonly action: string
  readonly mapping?: Json
  readonly fql?: string
  readonly row: Json
  /** Lays the field defaults under the mapping. */
  readonly useDefaults?: boolean
  readonly tags?: readonly string[]
}

/** Where a case stopped, in the order in which a row goes through Segment's own code. */
export type ConformanceStage = 'mapping' | 'resolve' | 'schema' | 'perform' | 'crash' | 'fql'

/** What became of a case. */
export type ConformanceResult =
  | { readonly id: string; readonly ok: true; readonly event?: Json }
  | { readonly id: string; readonly ok: true; readonly match: boolean }
  | {
      readonly id: string
      readonly ok: false
      readonly stage: ConformanceStage
      readonly error: string
    }

/** Runs one case on the code that runs in production, without what Sluice adds to an event of its own accord. */
export function runCase(conformanceCase: ConformanceCase): ConformanceResult {
  switch (conformanceCase.action) {
    case 'fql':
      return runFilter(conformanceCase)
    case 'transform':
      return runLanguage(conformanceCase)
    default:
      return runAction(conformanceCase)
  }
}

function runFilter({ id, fql = '', row }: ConformanceCase): ConformanceResult {
  const filter = compileFilter(fql)
  if (!filter.ok) return { id, ok: false, stage: 'fql', error: filter.message }
  try {
    return { id, ok: true, match: filter.test(row) }
  } catch (error) {
    return { id, ok: false, stage: 'fql', error: String(error) }
  }
}

function runAction(conformanceCase: ConformanceCase): ConformanceResult {
  const { id, mapping = {}, row } = conformanceCase
  const action = Object.values(ACTIONS).find(({ name }) => name === conformanceCase.action)
  if (action === undefined) return { id, ok: false, stage: 'mapping', error: 'unknown action' }
  const fields = conformanceCase.useDefaults && isJsonObject(mapping) ? layDefaults(action, mapping) : mapping
  const compiled = compilePlan(action, fields, null)
  if (!compiled.ok) return { id, ok: false, stage: 'mapping', error: JSON.stringify(compiled.mistakes) }

  const result = createMapping(compiled.plan, null).map(row as unknown as RowEvent)
  if (result.outcome === 'invalid') {
    return { id, ok: false, stage: STAGES[result.code] ?? 'resolve', error: result.reason }
  }
  // Segment's own code stumbles over such a row after the schema step; an error is the right answer to it.
  if (hasNullContext(row)) return { id, ok: false, stage: 'crash', error: 'the context of the row is null' }
  return { id, ok: true, event: result.outcome === 'event' ? (JSON.parse(result.json) as Json) : null }
}

function runLanguage({ id, mapping = {}, row }: ConformanceCase): ConformanceResult {
  const compiled = compilePlan(ACTIONS.sendTrack, mapping, null)
  if (!compiled.ok) return { id, ok: false, stage: 'mapping', error: JSON.stringify(compiled.mistakes) }
  if (!isJsonObject(row)) return { id, ok: false, stage: 'resolve', error: 'the row must be an object' }
  try {
    const text = compiled.plan.root.write(row, new Budget().begin(VALUE_LIMIT_CHARACTERS))
    return { id, ok: true, ...(text !== undefined && { event: JSON.parse(text) as Json }) }
  } catch (error) {
    return { id, ok: false, stage: 'resolve', error: String(error) }
  }
}

const STAGES: { readonly [code in DeadLetterCode]?: ConformanceStage } = {
  mapping_failed: 'resolve',
  field_invalid: 'schema',
  event_name_missing: 'schema',
  id_missing: 'perform',
}

function hasNullContext(row: Json): boolean {
  if (!isJsonObject(row)) return false
  const { context } = row
  return context === null || (isJsonObject(context) && context['personas'] === null)
}
