import type { Cell, Column, FilledColumn } from './column.ts'
import { fitWidths } from './fit-widths.ts'
import { joinParts, mark, type Line, type Span, type Style } from './line.ts'
import { measureWidth, shorten } from './shorten.ts'
import { wrap } from './wrap.ts'

/** One row: its cells, and what is told below it, in the whole width. */
export interface Row {
  readonly cells: readonly Cell[]
  readonly details?: readonly string[]
}

const GAP = '  '

/**
 * Rows under their headings, columns aligned, numbers to the right, in at most `width` columns where that
 * can be done: a column without anything in it is left out, then texts are shortened, then spare columns go.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly Row[],
  width = Number.POSITIVE_INFINITY,
): readonly Line[] {
  const filled = columns
    .map((column, index) => readColumn(column, rows, index))
    .filter(({ isEmpty }) => !isEmpty)
  const fitted = fitWidths(filled, width, GAP.length)
  const head = layOut(fitted.map((column) => formatCell(column, column.heading, 'dim')))
  const body = rows.flatMap(({ details = [] }, row): readonly Line[] => [
    layOut(
      fitted.map((column) =>
        formatCell(column, column.texts[row] ?? '', column.style?.(column.cells[row] ?? null) ?? null),
      ),
    ),
    ...details.flatMap((detail) => wrap(detail, width - GAP.length)).map((line) => `${GAP}${line}`),
  ])
  return [head, ...body]
}

function readColumn(
  column: Column,
  rows: readonly Row[],
  index: number,
): FilledColumn & { readonly isEmpty: boolean } {
  const cells = rows.map((row) => row.cells[index] ?? null)
  const texts = cells.map(showCell)
  const isBlank = (cell: Cell): boolean =>
    cell === null || cell === '' || (column.hidesZeros === true && cell === 0)
  return {
    ...column,
    cells,
    texts,
    isNumeric: cells.length > 0 && cells.every((cell) => typeof cell === 'number' || cell === null),
    isEmpty: cells.length > 0 && cells.every(isBlank),
    width: texts.reduce((most, text) => Math.max(most, measureWidth(text)), measureWidth(column.heading)),
  }
}

function showCell(cell: Cell): string {
  if (cell === null || cell === '') return '-'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return typeof cell === 'number' ? cell.toLocaleString('en-US') : cell
}

type Padded = readonly [before: string, text: Span | string, after: string]

function formatCell(column: FilledColumn, text: string, style: Style | null): Padded {
  const shown = shorten(text, column.width, column.shorten ?? 'end')
  const blank = ' '.repeat(Math.max(0, column.width - measureWidth(shown)))
  const span = style === null ? shown : mark(shown, style)
  return column.isNumeric ? [blank, span, ''] : ['', span, blank]
}

/** The cells beside each other; nothing stands after the last. */
function layOut(cells: readonly Padded[]): Line {
  return joinParts(
    ...cells.flatMap(([before, text, after], index): readonly (string | Span)[] =>
      index === cells.length - 1 ? [before, text] : [before, text, `${after}${GAP}`],
    ),
  )
}
