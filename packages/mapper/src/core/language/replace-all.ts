import type { Budget } from './budget.ts'

/** A replacement, cut once: text as it stands, and what depends on the match. */
type Piece = string | ((text: string, match: RegExpExecArray) => string)

const SPECIAL = /\$[$&`']/

/**
 * A function that does what `text.replace(expression, replacement)` does, for an expression without groups, and counts what it inserts
 * before it does: `` $` `` and `$'` insert the whole text once for each match.
 */
export function compileReplace(
  expression: RegExp,
  replacement: string,
): (text: string, budget: Budget) => string {
  const pieces = cutReplacement(replacement)
  return (text, budget) => {
    expression.lastIndex = 0
    let result = ''
    let start = 0
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      result += text.slice(start, match.index)
      start = match.index + match[0].length
      for (const piece of pieces) {
        const inserted = typeof piece === 'string' ? piece : piece(text, match)
        budget.spend(inserted.length)
        result += inserted
      }
      if (!expression.global) break
    }
    budget.spend(text.length)
    return result + text.slice(start)
  }
}

function cutReplacement(replacement: string): readonly Piece[] {
  const pieces: Piece[] = []
  let rest = replacement
  for (let special = SPECIAL.exec(rest); special !== null; special = SPECIAL.exec(rest)) {
    if (special.index > 0) pieces.push(rest.slice(0, special.index))
    pieces.push(readSpecial(special[0]))
    rest = rest.slice(special.index + 2)
  }
  if (rest !== '') pieces.push(rest)
  return pieces
}

function readSpecial(sign: string): Piece {
  switch (sign) {
    case '$&':
      return (_, match) => match[0]
    case '$`':
      return (text, match) => text.slice(0, match.index)
    case "$'":
      return (text, match) => text.slice(match.index + match[0].length)
    default:
      return '$'
  }
}
