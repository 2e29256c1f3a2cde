import { readSqlTokens } from '@sluice/warehouse/sql'
import type { Path, Report } from '../items/mistake.ts'
import { isRecord } from '../items/json-value.ts'
import type { WrittenText } from './written-text.ts'

/**
 * Reports queries that YAML makes into others than they look: where it joins lines, a comment of SQL swallows those
 * after it and a line break in quotes is lost; where it takes ` #` for a comment of its own, the rest is gone.
 */
export function checkQueries(
  written: unknown,
  readWritten: (path: Path) => WrittenText | null,
  report: Report,
): void {
  if (!isRecord(written) || !Array.isArray(written.models)) return
  written.models.forEach((_model: unknown, index) => {
    const path = ['models', index, 'query']
    const text = readWritten(path)
    const message = text === null ? null : formatChange(text)
    if (message !== null) report(path, message)
  })
}

function formatChange({ style, lines, comment }: WrittenText): string | null {
  if (style === 'literal') return null
  const tokens = [...readSqlTokens(lines.join(LINE_BREAK))]
  const cure = style === 'folded' ? 'begin it with | instead of >' : 'write it as a block that begins with |'
  if (comment !== null && (comment.startsWith('>') || tokens.some(isOpenQuote))) {
    return `YAML takes " #" and what follows for a comment, so the query ends before it: ${cure}`
  }
  if (lines.length === 1) return null
  if (tokens.some(({ kind }) => kind === 'line comment')) {
    return `YAML joins the lines of this query, so "--" comments out those that follow, too: ${cure}`
  }
  if (tokens.some(({ kind, text }) => kind === 'quoted' && text.includes(LINE_BREAK))) {
    return `YAML joins the lines of this query, also those of a text in quotes: ${cure}`
  }
  return null
}

// No quote, no blank and no end of a comment: a break that YAML takes away.
const LINE_BREAK = '\u0001'

/** A quote that nothing closes is a piece of its own. */
function isOpenQuote({ kind, text }: { readonly kind: string; readonly text: string }): boolean {
  return kind === 'other' && (text === "'" || text === '"')
}
