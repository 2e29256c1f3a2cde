import type { Budget } from './budget.ts'

/** A part of a replacement: text as it stands, or what depends on the match. */
type Piece = string | ((text: string, match: RegExpExecArray) => string)

const SPECIAL = /(\$[$&`'])/

/** What a match costs beside what is inserted for it. */
const MATCH_UNITS = 8

/**
 * A function that does what `text.replace(expression, replacement)` does, for an expression without groups, and
 * counts what it inserts before it does: `` $` `` and `$'` insert the rest of the text once for each match.
 */
export function compileReplace(
  expression: RegExp,
  replacement: string,
): (text: string, budget: Budget) => string {
  const pieces = replacement
    .split(SPECIAL)
    .filter((part) => part !== '')
    .map(readPiece)
  return (text, budget) => {
    budget.spend(text.length)
    expression.lastIndex = 0
    let result = ''
    let start = 0
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      budget.spend(MATCH_UNITS)
      result += text.slice(start, match.index)
      start = match.index + match[0].length
      for (const piece of pieces) {
        const inserted = typeof piece === 'string' ? piece : piece(text, match)
        budget.spend(inserted.length)
        result += inserted
      }
      if (!expression.global) break
    }
    return result + text.slice(start)
  }
}

function readPiece(part: string): Piece {
  switch (part) {
    case '$$':
      return '$'
    case '$&':
      return (_, match) => match[0]
    case '$`':
      return (text, match) => text.slice(0, match.index)
    case "$'":
      return (text, match) => text.slice(match.index + match[0].length)
    default:
      return part
  }
}
