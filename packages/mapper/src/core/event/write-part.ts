import { readConsent } from '../actions/consent.ts'
import type { EventPart } from '../actions/event-part.ts'
import { isAcceptable } from '../check-event.ts'
import { writeMembers, type Expression, type Member, type Write } from '../language/expression.ts'
import { quote, writeJson } from '../language/json-text.ts'
import { shapeField } from '../schema/shape-field.ts'
import type { EventPlan } from './build-json.ts'
import { STAND_INS, readStandIn } from './supplement.ts'
import { compileMemberOf, compileObjectField, compileTextField, type ReadText } from './write-field.ts'

/** A plan together with the fields that its mapping spells out. */
export interface WriterScope extends Omit<EventPlan, 'root'> {
  readonly fields: ReadonlyMap<string, Expression>
}

/** Thrown for a row that only the long way can judge; it has no message because nobody reads one. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Thrown, once, while compiling a part that depends on keys which only the row knows. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable'
}

/** A function that writes one part of an event; undefined for a part that is never there. */
export function compilePart(part: EventPart, scope: WriterScope): Write | undefined {
  switch (part.from) {
    case 'constant': {
      const text = quote(part.text)
      return () => text
    }
    case 'consent':
      return compileConsent(part.field, scope)
    case 'field':
      return part.member === undefined
        ? compileField(part.field, scope)
        : compileFieldMember(part.field, part.member, scope)
    case 'object':
      return part.spread === undefined
        ? writeMembers(compileParts(part.members, scope))
        : compileSpread(
            part.spread,
            compileParts(part.members, scope),
            compileParts(part.over ?? {}, scope),
            scope,
          )
    default:
      return part satisfies never
  }
}

/** The parts that may be there, each with its key. */
export function compileParts(
  parts: { readonly [key: string]: EventPart },
  scope: WriterScope,
): { key: string; write: Write }[] {
  return Object.entries(parts).flatMap(([key, part]) => {
    const write = compilePart(part, scope)
    return write === undefined ? [] : [{ key, write }]
  })
}

/** A function that reads a text field and what stands in for it; undefined for a field that is never there. */
export function compileText(field: string, scope: WriterScope): ReadText | undefined {
  const definition = scope.action.fields[field]
  if (definition?.type !== 'string') return undefined
  const expression = scope.fields.get(field)
  const read = expression && compileTextField(definition, expression)
  if (scope.supplement === null || STAND_INS[field] === undefined) return read
  if (read === undefined) return (row) => readStandIn(field, row)
  return (row) => read(row) ?? readStandIn(field, row)
}

function compileField(field: string, scope: WriterScope): Write | undefined {
  if (field === 'library') {
    const text = writeJson(scope.supplement?.library)
    return text === undefined ? undefined : () => text
  }
  const definition = scope.action.fields[field]
  if (definition === undefined) return undefined
  if (definition.type === 'string') return compileCheckedText(field, scope)
  const expression = scope.fields.get(field)
  return expression && compileObjectField(definition, expression)
}

function compileCheckedText(field: string, scope: WriterScope): Write | undefined {
  const isRequired = scope.action.fields[field]?.isRequired ?? false
  const read = compileText(field, scope) ?? (isRequired ? () => undefined : undefined)
  if (read === undefined) return undefined
  const isChecked = scope.supplement !== null
  return (row) => {
    const value = read(row)
    if (value === undefined) {
      if (isRequired) throw new Refusal()
      return undefined
    }
    if (isChecked && !isAcceptable(field, value)) throw new Refusal()
    return quote(value)
  }
}

function compileFieldMember(field: string, member: string, scope: WriterScope): Write | undefined {
  const definition = scope.action.fields[field]
  const expression = scope.fields.get(field)
  return definition && expression && compileMemberOf(definition, expression, member)
}

function compileConsent(field: string, scope: WriterScope): Write {
  const definition = scope.action.fields[field]
  const expression = scope.fields.get(field)
  if (definition === undefined || expression === undefined) return () => '{}'
  return (row) => {
    const value = expression.resolve(row)
    return value === undefined ? '{}' : writeJson(readConsent(shapeField(definition, value, [])))
  }
}

function compileSpread(
  field: string,
  under: readonly { readonly key: string; readonly write: Write }[],
  over: readonly { readonly key: string; readonly write: Write }[],
  scope: WriterScope,
): Write {
  const definition = scope.action.fields[field]
  const expression = scope.fields.get(field)
  if (definition === undefined || expression === undefined) return writeMembers([...under, ...over])
  if (expression.members !== undefined) return writeMembers(layer(under, toWrites(expression.members), over))
  if (under.length > 0 || over.length > 0) throw new Unwritable()
  const write = compileObjectField(definition, expression)
  return (row) => write(row) ?? '{}'
}

function toWrites(members: readonly Member[]): { key: string; write: Write }[] {
  return members.map(({ key, expression }) => ({ key, write: expression.write }))
}

/** Members of the same key become one, which takes the last layer that is there; the keys stand as JavaScript lists them. */
function layer(
  ...layers: readonly (readonly { readonly key: string; readonly write: Write }[])[]
): { key: string; write: Write }[] {
  const writes = new Map<string, Write>()
  for (const { key, write } of layers.flat()) {
    const below = writes.get(key)
    writes.set(key, below === undefined ? write : (row) => write(row) ?? below(row))
  }
  return Object.keys(Object.fromEntries(writes)).map((key) => ({ key, write: writes.get(key) as Write }))
}
