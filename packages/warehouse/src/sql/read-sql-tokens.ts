// What may hold a semicolon or dashes that mean nothing, a name, a comment's beginning, or any other character.
const TOKEN =
  /[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[^]*?\$\1\$|[\w\u0080-\uffff][\w$\u0080-\uffff]*|--[^\r\n]*|\/\*|\s+|[^]/y

const COMMENT_EDGE = /\/\*|\*\//g

/** One piece of a query, in its place. */
export interface SqlToken {
  /** `quoted` is a string, in quotes or dollars, or a quoted name; an opened quote that nothing closes is `other`. */
  readonly kind: 'quoted' | 'line comment' | 'block comment' | 'space' | 'other'
  readonly text: string
  readonly at: number
}

/** Cuts a query of Postgres into its pieces; together they are the query. */
export function* readSqlTokens(query: string): Generator<SqlToken> {
  for (let at = 0; at < query.length;) {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(query)?.[0] ?? ''
    const text = found === '/*' ? query.slice(at, findCommentEnd(query, at)) : found
    yield { kind: nameKind(text), text, at }
    at += text.length
  }
}

function nameKind(text: string): SqlToken['kind'] {
  if (text.startsWith('--')) return 'line comment'
  if (text.startsWith('/*')) return 'block comment'
  if (text.trim() === '') return 'space'
  return text.length > 1 && QUOTED.test(text) ? 'quoted' : 'other'
}

const QUOTED = /^(?:[eE]?'|"|\$)/

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
