/** What may stand in a cell; null is shown as a dash. */
export type Cell = string | number | boolean | null

/** Rows under their headings, columns aligned, numbers to the right; two spaces between columns. */
export function formatTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map(formatCell))
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...texts.map((row) => (row[column] ?? '').length)),
  )
  const isNumeric = headings.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  )
  const formatLine = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [headings, ...texts].map((cells) => `${formatLine(cells)}\n`).join('')
}

function formatCell(cell: Cell): string {
  if (cell === null || cell === '') return '-'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (typeof cell === 'number') return cell.toLocaleString('en-US')
  // A cell is one line, whatever a server said.
  return cell.replaceAll(/\s+/g, ' ')
}
