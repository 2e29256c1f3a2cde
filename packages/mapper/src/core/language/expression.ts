import { Budget, ITEM_UNITS, MEMBER_UNITS } from './budget.ts'
import { setMember } from './json-value.ts'
import { quote, writeJson } from './json-text.ts'
import { MappingError, type MappingPath } from './mapping-error.ts'
import { compileGet, isPlainPath, type Resolve } from './path.ts'
import { writeMembers } from './write-members.ts'
import { fixed, writeList, writeValue, type Write } from './write.ts'

/** One value of a mapping, compiled. */
export interface Expression {
  readonly resolve: Resolve
  /** The same value as text: what JSON.stringify makes of `resolve`. */
  readonly write: Write
  /** True when the value is the same for every row; such a value is computed once and shared by all events. */
  readonly isConstant?: true
  /** Set when the value is an object whose keys the mapping spells out, in the order in which JavaScript lists them. */
  readonly members?: readonly Member[]
  /** Set when the value is what stands at these keys of the row, and no value inherits any of them. */
  readonly keys?: readonly string[]
  /** True when resolving can never fail, so a value that nobody reads need not be resolved. */
  readonly cannotFail?: true
}

/** A named part of an object that the mapping spells out. */
export interface Member {
  readonly key: string
  readonly expression: Expression
}

/** A value that is the same for every row. */
export function constant(value: unknown): Expression {
  return constantOf(value, writeJson(value))
}

function constantOf(value: unknown, text: string | undefined): Expression {
  return {
    resolve: () => value,
    write: text === undefined ? () => undefined : fixed(text),
    isConstant: true,
    cannotFail: true,
  }
}

/** A value that is computed from the row. */
export function computed(resolve: Resolve): Expression {
  return { resolve, write: writeValue({ resolve }) }
}

/** The value at these keys of the row. */
export function valueAt(keys: readonly string[]): Expression {
  const resolve = compileGet(keys)
  return isPlainPath(keys)
    ? { resolve, write: writeValue({ resolve, keys }), keys, cannotFail: true }
    : { ...computed(resolve), cannotFail: true }
}

/** A value that cannot be had: every row that needs it fails with this message. */
export function failing(path: MappingPath, message: string): Expression {
  return computed(() => {
    throw new MappingError('mapping_failed', path, message)
  })
}

/** An object that the mapping spells out; absent members are left out of its text. */
export function objectOf(members: readonly Member[]): Expression {
  const units = members.length * MEMBER_UNITS
  const resolve: Resolve = (row, budget) => {
    budget.spend(units)
    const object: Record<string, unknown> = {}
    for (const { key, expression } of members) setMember(object, key, expression.resolve(row, budget))
    return object
  }
  if (members.every(({ expression }) => expression.isConstant)) {
    // Put together from the texts of the members: a value deep in others is written once.
    const written = members.filter(({ expression }) => expression.write.fixed !== undefined)
    const text = written
      .map(({ key, expression }) => `${quote(key)}:${expression.write.fixed ?? ''}`)
      .join(',')
    return { ...constantOf(resolve(null, new Budget()), `{${text}}`), members }
  }
  return {
    members,
    resolve,
    write: writeMembers(members.map(({ key, expression }) => ({ key, write: expression.write }))),
  }
}

/** A list that the mapping spells out; absent items are null in JSON. */
export function listOf(items: readonly Expression[]): Expression {
  const resolve: Resolve = (row, budget) => {
    budget.spend(items.length * ITEM_UNITS)
    return items.map((item) => item.resolve(row, budget))
  }
  if (items.every((item) => item.isConstant)) {
    const text = items.map((item) => item.write.fixed ?? 'null').join(',')
    return constantOf(resolve(null, new Budget()), `[${text}]`)
  }
  return {
    resolve,
    write: (row, budget) => writeList(items, budget, (item) => item.write(row, budget)),
  }
}
