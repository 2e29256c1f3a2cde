import type { Budget } from './budget.ts'
import { writeJson } from './json-text.ts'
import { measureJson } from './measure-json.ts'
import type { Resolve } from './path.ts'

/** Writes the JSON text of something for a row; undefined when it is absent. */
export interface Write {
  (row: unknown, budget: Budget): string | undefined
  /** Set when the text is the same for every row. */
  readonly fixed?: string
  /** Set when the text is what JSON.stringify makes of a value; the value may then be written in place. */
  readonly source?: ValueSource
}

/** Where a value comes from, for this row. */
export interface ValueSource {
  readonly resolve: Resolve
  /** Set when it stands at these keys of the row, which no value inherits, outermost first. */
  readonly keys?: readonly string[]
  /** What becomes of it before it is written; undefined when it is left out. */
  readonly shape?: (value: unknown, row: unknown) => unknown
  /** Set when the shaped value, if it is text, is known to need no escaping. */
  readonly isPlain?: boolean
}

/** Writes the same text for every row. */
export function fixed(text: string): Write {
  return Object.assign(() => text, { fixed: text })
}

/** Writes a value of the row. */
export function writeValue(source: ValueSource): Write {
  const { resolve, keys, shape } = source
  // What a path reads is a part of the row, and so no larger than it.
  const toText = keys === undefined ? writeMade : writeJson
  const write =
    shape === undefined
      ? (row: unknown, budget: Budget) => toText(resolve(row, budget), budget)
      : (row: unknown, budget: Budget) => toText(shape(resolve(row, budget), row), budget)
  return Object.assign(write, { source })
}

/**
 * The JSON text of a value that a directive made: one and the same object may stand in
 * it many times, so it is measured first.
 */
export function writeMade(value: unknown, budget: Budget): string | undefined {
  const isLarge =
    typeof value === 'object' && value !== null && measureJson(value, budget.textLimit) > budget.textLimit
  return isLarge ? budget.refuseText() : writeJson(value)
}

/** The JSON text of a list whose items are written by `write`; what is absent is null. */
export function writeList<Item>(
  items: readonly Item[],
  budget: Budget,
  write: (item: Item) => string | undefined,
): string {
  let text = '['
  let comma = ''
  for (const item of items) {
    text += comma + (write(item) ?? 'null')
    comma = ','
    if (text.length > budget.textLimit) budget.refuseText()
  }
  return `${text}]`
}
