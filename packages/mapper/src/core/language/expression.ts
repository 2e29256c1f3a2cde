import { setMember } from './json-value.ts'
import { quote, writeJson } from './json-text.ts'
import { MappingError, type MappingPath } from './mapping-error.ts'

/** A compiled value of a mapping: what it is for this row, undefined when it is absent. It changes nothing and keeps nothing. */
export type Resolve = (row: unknown) => unknown

/** The JSON text of a compiled value for this row; undefined when it is absent. */
export type Write = (row: unknown) => string | undefined

/** One value of a mapping, compiled. */
export interface Expression {
  readonly resolve: Resolve
  /** The same value as text: what JSON.stringify makes of `resolve`. */
  readonly write: Write
  /** True when the value is the same for every row; such a value is computed once and shared by all events. */
  readonly isConstant?: true
  /** Set when the value is an object whose keys the mapping spells out, in the order in which JavaScript lists them. */
  readonly members?: readonly Member[]
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
  const text = writeJson(value)
  return { resolve: () => value, write: () => text, isConstant: true, cannotFail: true }
}

/** A value that is computed from the row. */
export function computed(resolve: Resolve): Expression {
  return { resolve, write: (row) => writeJson(resolve(row)) }
}

/** A value that cannot be had: every row that needs it fails with this message. */
export function failing(path: MappingPath, message: string): Expression {
  return computed(() => {
    throw new MappingError('mapping_failed', path, message)
  })
}

/** An object that the mapping spells out; absent members are left out of its text. */
export function objectOf(members: readonly Member[]): Expression {
  const resolve = (row: unknown): unknown => {
    const object: Record<string, unknown> = {}
    for (const { key, expression } of members) setMember(object, key, expression.resolve(row))
    return object
  }
  if (members.every(({ expression }) => expression.isConstant)) return { ...constant(resolve(null)), members }
  return {
    members,
    resolve,
    write: writeMembers(members.map(({ key, expression }) => ({ key, write: expression.write }))),
  }
}

/** A list that the mapping spells out; absent items are null in JSON. */
export function listOf(items: readonly Expression[]): Expression {
  const resolve = (row: unknown): unknown => items.map((item) => item.resolve(row))
  if (items.every((item) => item.isConstant)) return constant(resolve(null))
  return {
    resolve,
    write: (row) => writeList(items, (item) => item.write(row)),
  }
}

/** The JSON text of a list whose items are written by `write`; what is absent is null. */
export function writeList<Item>(items: readonly Item[], write: (item: Item) => string | undefined): string {
  let text = '['
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ','
    text += write(items[index] as Item) ?? 'null'
  }
  return `${text}]`
}

/** A function that writes an object of these members in this order, leaving out the absent ones. */
export function writeMembers(
  members: readonly { readonly key: string; readonly write: Write }[],
): (row: unknown) => string {
  const parts = members.map(({ key, write }) => ({
    write,
    first: `{${quote(key)}:`,
    next: `,${quote(key)}:`,
  }))
  return (row) => {
    let text = ''
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as (typeof parts)[number]
      const value = part.write(row)
      if (value !== undefined) text += (text === '' ? part.first : part.next) + value
    }
    return text === '' ? '{}' : `${text}}`
  }
}
