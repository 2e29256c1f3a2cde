// One token of SQL: what may hold a semicolon that ends nothing, a name, a block comment's beginning, or any other character.
const TOKEN =
  /[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[^]*?\$\1\$|[\w\u0080-\uffff][\w$\u0080-\uffff]*|--[^\r\n]*|\/\*|\s+|[^]/y

const COMMENT_EDGE = /\/\*|\*\//g

/**
 * A query without the semicolon that ends it, so that it can stand in parentheses; comments stay.
 * Semicolons within strings, quoted names and comments end nothing. A text with more than one statement keeps the semicolons between them.
 */
export function stripTerminator(query: string): string {
  let terminators: number[] = []
  for (let at = 0; at < query.length;) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(query)?.[0] ?? ''
    if (token === ';') terminators.push(at)
    else if (token !== '/*' && !token.startsWith('--') && token.trim() !== '') terminators = []
    at = token === '/*' ? findCommentEnd(query, at) : at + token.length
  }
  return terminators.reduce((text, at) => `${text.slice(0, at)} ${text.slice(at + 1)}`, query)
}

/** The end of the block comment that begins at `start`; block comments nest. */
function findCommentEnd(query: string, start: number): number {
  let depth = 0
  COMMENT_EDGE.lastIndex = start
  for (let edge = COMMENT_EDGE.exec(query); edge !== null; edge = COMMENT_EDGE.exec(query)) {
    depth += edge[0] === '/*' ? 1 : -1
    if (depth === 0) return edge.index + edge[0].length
  }
  return query.length
}
