import type { Budget } from './budget.ts'

/**
 * A compiled value of a mapping: what it is for this row, undefined when it is absent. It
 * changes nothing but the budget, where it takes down what it makes, and keeps nothing.
 */
export type Resolve = (row: unknown, budget: Budget) => unknown

/** Reads a value of a row: it makes nothing, so it costs nothing. */
export type Get = (row: unknown) => unknown

/** Where a path is cut: before a bracket that opens a quote or a digit, at dots, after brackets that close one. */
const SEPARATOR = /\[(?="|'|\d)|\.|(?<="|'|\d)]+/g

const QUOTES = /['"]/g

/**
 * The keys of a path, outermost first; none for the whole value. Dots and brackets separate, quotes vanish,
 * empty pieces do not count: `a..b`, `a['b']` and `a.b` are the same path.
 */
export function parsePath(path: string): readonly string[] {
  if (path === '' || path === '.') return []
  return path
    .split(SEPARATOR)
    .filter((piece) => piece !== '')
    .map((piece) => piece.replace(QUOTES, ''))
}

/** The keys of a path as `@path` writes it: the first `$.` does not count, wherever it stands. */
export function parseRowPath(path: string): readonly string[] {
  return parsePath(path.replace('$.', ''))
}

/**
 * A function that walks these keys from a value. A falsy value on the way is itself the
 * result (null stays null); only own members are seen, so no path leads to a prototype.
 */
export function compileGet(keys: readonly string[]): Get {
  if (keys.length === 0) return (row) => row
  if (!isPlainPath(keys)) return (row) => getAt(row, keys)
  // Each path has loads of its own, which the engine makes fast; see generateGet for why it is safe.
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
  return new Function('row', `'use strict'; let value; return ${generateGet(keys)}`) as Get
}

/**
 * The source of an expression for the value at these keys of `row`, with `value` as its scratch variable.
 * The keys enter as string literals that JSON.stringify wrote, so no text of a mapping can become code.
 */
export function generateGet(keys: readonly string[]): string {
  return keys.reduce((read, key) => `((value = ${read}) && value[${JSON.stringify(key)}])`, 'row')
}

/** The value at these keys, by the same rules: for keys that only the row knows. */
export function getAt(row: unknown, keys: readonly string[]): unknown {
  let value = row
  for (const key of keys) {
    if (!value) return value
    value = Object.hasOwn(value, key) ? (value as { readonly [key: string]: unknown })[key] : undefined
  }
  return value
}

const PROTOTYPES = [Object, Array, String, Number, Boolean].map(
  (constructor) => constructor.prototype as object,
)

/** Longest path that is worth code of its own: the engine nests it as deeply as the path is long. */
const GENERATED_KEYS_LIMIT = 50

/** True for a path that generated code reads: short, and of keys that no value inherits. */
export function isPlainPath(keys: readonly string[]): boolean {
  return keys.length <= GENERATED_KEYS_LIMIT && keys.every(isInheritedNowhere)
}

/** True for a key that no value of JSON inherits: reading it plainly reads an own member or nothing. */
function isInheritedNowhere(key: string): boolean {
  return PROTOTYPES.every((prototype) => !(key in prototype))
}
