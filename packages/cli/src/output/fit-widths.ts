import type { FilledColumn } from './column.ts'

/** Fewer columns of a text tell nothing any more. */
const LEAST_TEXT = 12

/**
 * The columns that are shown, none wider than it may be: texts are shortened, the
 * widest first, and then spare columns go, the first first.
 */
export function fitWidths(
  columns: readonly FilledColumn[],
  width: number,
  gap: number,
): readonly FilledColumn[] {
  const taken = columns.reduce((sum, column) => sum + column.width, gap * Math.max(0, columns.length - 1))
  const excess = taken - width
  if (excess <= 0) return columns
  const room = columns.reduce((sum, column) => sum + findSlack(column), 0)
  const spare = columns.find(({ isSpare }) => isSpare === true)
  if (room < excess && spare !== undefined)
    return fitWidths(
      columns.filter((column) => column !== spare),
      width,
      gap,
    )
  return takeAway(columns, Math.min(excess, room))
}

/** How many columns a text can do without. */
function findSlack({ shorten, width, heading }: FilledColumn): number {
  return shorten === undefined ? 0 : Math.max(0, width - Math.max(LEAST_TEXT, heading.length))
}

function takeAway(columns: readonly FilledColumn[], excess: number): readonly FilledColumn[] {
  const widths = columns.map(({ width }) => width)
  for (let left = excess; left > 0; left -= 1) {
    let widest = -1
    columns.forEach((column, index) => {
      const slack = findSlack({ ...column, width: widths[index] ?? 0 })
      if (slack > 0 && (widest === -1 || (widths[index] ?? 0) > (widths[widest] ?? 0))) widest = index
    })
    if (widest === -1) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return columns.map((column, index) => ({ ...column, width: widths[index] ?? column.width }))
}
