/** Writes the JSON text of something for a row; undefined when it is absent. */
export interface Write {
  (row: unknown): string | undefined
  /** Set when the text is the same for every row. */
  readonly fixed?: string
  /** Set when the text is made by `finish` of the value at these keys of the row, so that reading it can be compiled in place. */
  readonly source?: WriteSource
}

/** Where a text comes from, and what makes it of the value there. */
export interface WriteSource {
  /** Keys that no value inherits, outermost first. */
  readonly keys: readonly string[]
  readonly finish: Finish
}

/** Makes the JSON text of a value; undefined when it is absent. */
export type Finish = (value: unknown, row: unknown) => string | undefined

/** Writes the same text for every row. */
export function fixed(text: string): Write {
  return Object.assign(() => text, { fixed: text })
}

/** Writes what `finish` makes of a value of the row. */
export function writeValue(
  { resolve, keys }: { readonly resolve: (row: unknown) => unknown; readonly keys?: readonly string[] },
  finish: Finish,
): Write {
  const write = (row: unknown): string | undefined => finish(resolve(row), row)
  return keys === undefined ? write : Object.assign(write, { source: { keys, finish } })
}

/** The JSON text of a list whose items are written by `write`; what is absent is null. */
export function writeList<Item>(items: readonly Item[], write: (item: Item) => string | undefined): string {
  let text = '['
  let comma = ''
  for (const item of items) {
    text += comma + (write(item) ?? 'null')
    comma = ','
  }
  return `${text}]`
}
