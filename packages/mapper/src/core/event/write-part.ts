import { readConsent } from '../actions/consent.ts'
import type { EventPart } from '../actions/event-part.ts'
import { findTextTest } from '../check-event.ts'
import { Budget } from '../language/budget.ts'
import { constant, type Expression, type Member } from '../language/expression.ts'
import { quote, writeJson } from '../language/json-text.ts'
import { writeMembers, type WrittenMember } from '../language/write-members.ts'
import { fixed, writeMade, type Write } from '../language/write.ts'
import { shapeField } from '../schema/shape-field.ts'
import type { EventPlan } from './build-json.ts'
import { STAND_INS, readStandIn } from './supplement.ts'
import { compileMemberOf, compileObjectField, readText, shaped } from './write-field.ts'

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
      return fixed(quote(part.text))
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
): WrittenMember[] {
  return Object.entries(parts).flatMap(([key, part]) => {
    const write = compilePart(part, scope)
    return write === undefined ? [] : [{ key, write }]
  })
}

function compileField(field: string, scope: WriterScope): Write | undefined {
  if (field === 'library') {
    const text = writeJson(scope.supplement?.library)
    return text === undefined ? undefined : fixed(text)
  }
  const definition = scope.action.fields[field]
  if (definition === undefined) return undefined
  if (definition.type === 'string') return compileText(field, scope)
  const expression = scope.fields.get(field)
  return expression && compileObjectField(definition, expression)
}

function compileText(field: string, scope: WriterScope): Write | undefined {
  const isRequired = scope.action.fields[field]?.isRequired ?? false
  const hasStandIn = scope.supplement !== null && STAND_INS[field] !== undefined
  const expression = scope.fields.get(field)
  if (expression === undefined && !isRequired && !hasStandIn) return undefined

  const accepts = scope.supplement === null ? undefined : findTextTest(field)
  const shape = (value: unknown, row: unknown): string | undefined => {
    const text = readText(value) ?? (hasStandIn ? readStandIn(field, row) : undefined)
    if (text === undefined ? isRequired : accepts?.(text) === false) throw new Refusal()
    return text
  }
  if (expression?.isConstant && !hasStandIn)
    return compileConstant(shape, expression.resolve(null, new Budget()))
  // A timestamp that was accepted is made of digits, signs and a few letters.
  return shaped(expression ?? ABSENT, shape, field === 'timestamp' && accepts !== undefined)
}

const ABSENT = constant(undefined)

/** A text that is the same for every row is shaped once; one that is refused is refused for every row. */
function compileConstant(shape: (value: unknown, row: unknown) => unknown, value: unknown): Write {
  try {
    const text = writeJson(shape(value, null))
    return text === undefined ? () => undefined : fixed(text)
  } catch {
    return () => {
      throw new Refusal()
    }
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
  if (definition === undefined || expression === undefined) return fixed('{}')
  return (row, budget) => {
    const value = expression.resolve(row, budget)
    return value === undefined ? '{}' : writeMade(readConsent(shapeField(definition, value, [])), budget)
  }
}

function compileSpread(
  field: string,
  under: readonly WrittenMember[],
  over: readonly WrittenMember[],
  scope: WriterScope,
): Write {
  const definition = scope.action.fields[field]
  const expression = scope.fields.get(field)
  if (definition === undefined || expression === undefined) return writeMembers([...under, ...over])
  if (expression.members !== undefined) return writeMembers(layer(under, toWrites(expression.members), over))
  if (under.length > 0 || over.length > 0) throw new Unwritable()
  const write = compileObjectField(definition, expression)
  return (row, budget) => write(row, budget) ?? '{}'
}

function toWrites(members: readonly Member[]): WrittenMember[] {
  return members.map(({ key, expression }) => ({ key, write: expression.write }))
}

/**
 * Members of the same key become one, which takes the last layer that is there; the
 * keys stand as JavaScript lists them.
 */
function layer(...layers: readonly (readonly WrittenMember[])[]): WrittenMember[] {
  const writes = new Map<string, Write>()
  for (const { key, write } of layers.flat()) {
    const below = writes.get(key)
    writes.set(key, below === undefined ? write : (row, budget) => write(row, budget) ?? below(row, budget))
  }
  return Object.keys(Object.fromEntries(writes)).map((key) => ({ key, write: writes.get(key) as Write }))
}
