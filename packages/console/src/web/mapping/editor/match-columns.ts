import type { SampleColumn } from '../look/look.ts'

/** Most columns that a list shows. */
const LIMIT = 50

/**
 * The columns that what was typed may mean: those that begin with it, then those that hold it, in any case. No path
 * reaches a column with a dot, a bracket or a quote in its name.
 */
export function matchColumns(all: readonly SampleColumn[], typed: string): readonly SampleColumn[] {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/^\$\.(?:properties\.)?/, '')
  const columns = all.filter(({ name }) => !/[.[\]'"]/.test(name))
  const begins = columns.filter(({ name }) => name.toLowerCase().startsWith(text))
  const holds = columns.filter(
    ({ name }) => name.toLowerCase().includes(text) && !begins.some((one) => one.name === name),
  )
  return [...begins, ...(text === '' ? [] : holds)].slice(0, LIMIT)
}

/** The path of a column. */
export function writePath(column: string): string {
  return `$.properties.${column}`
}
