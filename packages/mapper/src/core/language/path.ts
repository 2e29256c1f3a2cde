/** A compiled value of a mapping: what it is for this row, undefined when it is absent. It changes nothing and keeps nothing. */
export type Resolve = (row: unknown) => unknown

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
 * A function that walks these keys from a value. A falsy value on the way is itself the result (null stays null); only own
 * members are seen, so no path leads to a prototype.
 */
export function compileGet(keys: readonly string[]): Resolve {
  const [first, second] = keys
  if (first === undefined) return (row) => row
  if (!keys.every(isInheritedNowhere)) return (row) => readOwnPath(row, keys)
  if (second === undefined) return (row) => (row ? (row as Members)[first] : row)
  if (keys.length === 2) {
    return (row) => {
      const value = row ? (row as Members)[first] : row
      return value ? (value as Members)[second] : value
    }
  }
  return (row) => {
    let value = row
    for (const key of keys) {
      if (!value) return value
      value = (value as Members)[key]
    }
    return value
  }
}

type Members = { readonly [key: string]: unknown }

function readOwnPath(row: unknown, keys: readonly string[]): unknown {
  let value = row
  for (const key of keys) {
    if (!value) return value
    value = Object.hasOwn(value, key) ? (value as Members)[key] : undefined
  }
  return value
}

const PROTOTYPES = [Object, Array, String, Number, Boolean, BigInt, Symbol, Function].map(
  (constructor) => constructor.prototype as object,
)

/** True for a key that no value of a row inherits: reading it plainly reads an own member or nothing. */
export function isInheritedNowhere(key: string): boolean {
  return PROTOTYPES.every((prototype) => !(key in prototype))
}
