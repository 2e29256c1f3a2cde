import { lex } from './segment-fql.ts'

/** One word of a filter. */
export interface Token {
  readonly type: string
  readonly value: string
}

/** The words of a filter, with dotted names joined as the parser joins them; none for text that it cannot read. */
export function readTokens(filter: string): readonly Token[] {
  const words: readonly Token[] = lex(filter).tokens
  const joined: Token[] = []
  for (let index = 0; index < words.length; index++) {
    const token = words[index] as Token
    const last = joined.at(-1)
    const next = words[index + 1]
    if (last?.type === 'ident' && token.type === 'dot' && next?.type === 'ident') {
      joined[joined.length - 1] = { type: 'ident', value: `${last.value}.${next.value}` }
      index++
    } else {
      joined.push(token)
    }
  }
  return joined
}
