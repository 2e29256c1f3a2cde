/** One row of a table in Markdown, its cells without padding. */
export interface TableRow {
  /** Line of the row, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The rows of every table of a document whose titles are these, in order. */
export function parseTable(markdown: string, titles: readonly string[]): readonly TableRow[] {
  const rows: TableRow[] = []
  let inside = false
  for (const [index, text] of markdown.split('\n').entries()) {
    const cells = text.startsWith('|') ? splitCells(text) : undefined
    if (cells === undefined) inside = false
    else if (cells.join('|') === titles.join('|')) inside = true
    else if (inside && !/^-+$/.test(cells[0] ?? '')) rows.push({ line: index + 1, cells })
  }
  return rows
}

/** The text of a cell that holds nothing but code, or undefined. */
export function readCode(cell: string): string | undefined {
  return /^`(.*)`$/.exec(cell)?.[1]
}

function splitCells(line: string): readonly string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim())
}
