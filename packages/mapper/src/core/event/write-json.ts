import type { EventPart } from '../actions/event-part.ts'
import { fitsSize } from '../check-event.ts'
import type { Resolve } from '../language/path.ts'
import { writeMembers } from '../language/write-members.ts'
import type { Write } from '../language/write.ts'
import { isJsonObject } from '../language/json-value.ts'
import type { EventPlan } from './build-json.ts'
import { compileObjectField, readText } from './write-field.ts'
import { Unwritable, compileParts, type WriterScope } from './write-part.ts'

/**
 * A function that writes the JSON text of an event straight from the row, without building objects
 * on the way. It knows only the rows that make an event: for any other it throws or answers
 * undefined, and `buildJson` says why. Undefined for a plan whose keys are known by the row alone.
 */
export function compileWriter(plan: EventPlan): Write | undefined {
  const { members } = plan.root
  if (members === undefined) return undefined
  const scope: WriterScope = {
    ...plan,
    fields: new Map(members.map(({ key, expression }) => [key, expression])),
  }
  try {
    return assemble(scope)
  } catch (error) {
    if (error instanceof Unwritable) return undefined
    throw error
  }
}

function assemble(scope: WriterScope): Write {
  const { action, supplement } = scope
  const write = writeMembers(compileParts(action.event, scope))
  const unused = compileUnused(scope)
  const ids = action.idFields.flatMap((field) => scope.fields.get(field)?.resolve ?? [])
  const isSizeChecked = supplement !== null
  return (row, budget) => {
    if (!isJsonObject(row) || !ids.some((resolve) => readText(resolve(row, budget)))) return undefined
    for (const resolve of unused) resolve(row, budget)
    const json = write(row, budget)
    return json === undefined || (isSizeChecked && !fitsSize(json)) ? undefined : json
  }
}

/** What the mapping spells out and the event leaves out must still be sound: a row that breaks it makes no event. */
function compileUnused(scope: WriterScope): Resolve[] {
  const used = new Set(Object.values(scope.action.event).flatMap(listFields))
  return [...scope.fields].flatMap(([field, expression]) => {
    if (used.has(field)) return []
    const definition = scope.action.fields[field]
    if (definition === undefined) return expression.cannotFail ? [] : [expression.resolve]
    return definition.type === 'string'
      ? (row, budget) => readText(expression.resolve(row, budget))
      : compileObjectField(definition, expression)
  })
}

function listFields(part: EventPart): readonly string[] {
  if (part.from === 'constant') return []
  if (part.from !== 'object') return [part.field]
  const nested = [...Object.values(part.members), ...Object.values(part.over ?? {})].flatMap(listFields)
  return part.spread === undefined ? nested : [part.spread, ...nested]
}
