import { ACTION_NAMES, EVENT_LIMIT_BYTES, type Json, type RowEvent } from '@sluice/shared/domain'
import { ACTIONS } from './actions/index.ts'
import type { ActionDefinition } from './actions/action-definition.ts'
import { buildJson, type EventPlan } from './event/build-json.ts'
import type { Supplement } from './event/supplement.ts'
import { compileWriter } from './event/write-json.ts'
import { compileFilter, type RowFilter } from './filter/compile-filter.ts'
import { lintFilter } from './filter/lint-filter.ts'
import { Budget, VALUE_LIMIT_CHARACTERS } from './language/budget.ts'
import { createCompiler } from './language/compile.ts'
import { isDirective } from './language/is-directive.ts'
import { MappingError, formatPath, type MappingPath } from './language/mapping-error.ts'
import { applyRootDirective } from './language/root-directive.ts'
import type { Write } from './language/write.ts'
import type { CompileResult, CompiledMapping, MapResult, MappingConfig, Mistake } from './mapping-config.ts'

const FIELDS_PATH: MappingPath = ['fields']

/**
 * Compiles a mapping once, for any number of rows; never throws. The field defaults lie under the user's
 * fields, and what the mapping leaves out of `messageId`, `timestamp` and `context.library` is supplied.
 */
export function compileMapping(config: MappingConfig, supplement: Supplement): CompileResult {
  const action = ACTION_NAMES.includes(config.action) ? ACTIONS[config.action] : undefined
  const mistakes: Mistake[] = []
  if (action === undefined) {
    mistakes.push({ path: ['action'], message: `must be one of ${ACTION_NAMES.join(', ')}` })
  }
  const filter = config.filter ? compileFilter(config.filter) : null
  if (filter?.ok === false) mistakes.push({ path: ['filter'], message: filter.message })
  if (filter?.ok === true && filter.hasEmptyGroup) {
    mistakes.push({
      path: ['filter'],
      message: 'has parentheses without a condition that can be read in them',
    })
  }

  const fields = layDefaults(action, config.fields)
  const plan = compilePlan(action ?? ACTIONS.sendTrack, fields, supplement)
  if (!plan.ok) mistakes.push(...plan.mistakes)
  if (mistakes.length > 0 || !plan.ok) return { ok: false, mistakes }

  try {
    const warnings = [...plan.warnings, ...(config.filter ? lintFilter(config.filter) : [])]
    return { ok: true, mapping: createMapping(plan.plan, filter?.ok ? filter.test : null), warnings }
  } catch (error) {
    return { ok: false, mistakes: [createCrash(error)] }
  }
}

/** A compiled plan, or every mistake in its fields. */
export type PlanResult =
  | { readonly ok: true; readonly plan: EventPlan; readonly warnings: readonly Mistake[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

/** Compiles the fields of a mapping as they are. */
export function compilePlan(
  action: ActionDefinition,
  fields: Json,
  supplement: Supplement | null,
): PlanResult {
  const mistakes: Mistake[] = []
  const warnings: Mistake[] = []
  try {
    const root = applyRootDirective(fields)
    if (!root.ok) return { ok: false, mistakes: [{ path: FIELDS_PATH, message: root.message }] }

    const compiler = createCompiler((path, message) => warnings.push({ path, message }))
    compiler.check(root.value, FIELDS_PATH, (path, message) => mistakes.push({ path, message }))
    if (mistakes.length > 0) return { ok: false, mistakes }

    const expression = compiler.compile(root.value, FIELDS_PATH)
    return { ok: true, plan: { action, root: expression, path: FIELDS_PATH, supplement }, warnings }
  } catch (error) {
    return { ok: false, mistakes: [createCrash(error)] }
  }
}

function createCrash(error: unknown): Mistake {
  const message = error instanceof RangeError ? 'is nested too deeply' : 'holds something that is not JSON'
  return { path: FIELDS_PATH, message }
}

/** A mapping that runs a plan on the rows that pass a filter. */
export function createMapping(
  plan: EventPlan,
  filter: RowFilter | null,
  budget = new Budget(),
): CompiledMapping {
  const write = compileWriter(plan)
  return {
    map(event: RowEvent): MapResult {
      try {
        if (filter !== null && !filter(event)) return SKIPPED
        const json = write && tryWrite(write, event, budget.begin(EVENT_LIMIT_BYTES))
        if (json !== undefined) return { outcome: 'event', json }
        return { outcome: 'event', json: buildJson(plan, event, budget.begin(VALUE_LIMIT_CHARACTERS)) }
      } catch (error) {
        return createFailure(error, plan.path)
      }
    },
  }
}

const SKIPPED: MapResult = { outcome: 'skipped' }

/**
 * The short way; whatever stops it, the long way repeats it and gives the reason, but
 * for a row that has cost all it may.
 */
function tryWrite(write: Write, event: RowEvent, budget: Budget): string | undefined {
  try {
    return write(event, budget)
  } catch (error) {
    if (budget.isExhausted) throw error
    return undefined
  }
}

/**
 * Anything that is no MappingError comes from a row that is nested too deeply, or that
 * no JSON holds; its words may quote the row.
 */
function createFailure(error: unknown, root: MappingPath): MapResult {
  const failure =
    error instanceof MappingError
      ? error
      : new MappingError(
          'mapping_failed',
          root,
          error instanceof RangeError
            ? 'cannot be applied to this row: a value of it is nested too deeply'
            : 'cannot be applied to this row: a value of it has no text or no JSON form',
        )
  const { code, path, message } = failure
  return { outcome: 'invalid', code, path, reason: `${formatPath(path)} ${message}` }
}

/** A mapping that is one directive has no fields to lay defaults under. */
export function layDefaults(
  action: ActionDefinition | undefined,
  fields: MappingConfig['fields'],
): MappingConfig['fields'] {
  if (action === undefined || isDirective(fields)) return fields
  const defaults: { [field: string]: Json } = {}
  for (const [field, definition] of Object.entries(action.fields)) {
    if (definition.default !== undefined) defaults[field] = definition.default
  }
  return { ...defaults, ...fields }
}
