import type { Style } from './line.ts'

/** What may stand in a cell; null is shown as a dash. */
export type Cell = string | number | boolean | null

/** A column of a table. */
export interface Column {
  readonly heading: string
  /** What may be left out of its texts when there is no room; nothing, unless it says where. */
  readonly shorten?: 'middle' | 'end'
  /** Left out as a whole rather than making the table too wide. */
  readonly isSpare?: boolean
  /** Left out when each of its cells is 0. */
  readonly hidesZeros?: boolean
  readonly style?: (cell: Cell) => Style | null
}

/** A column with what stands in it. */
export interface FilledColumn extends Column {
  readonly cells: readonly Cell[]
  readonly texts: readonly string[]
  readonly isNumeric: boolean
  readonly width: number
}
