import { readSqlTokens } from './read-sql-tokens.ts'

/**
 * A query without the semicolon that ends it, so that it can stand in parentheses;
 * comments stay. Semicolons within strings, quoted names and comments end nothing. A
 * text with more than one statement keeps the semicolons between them.
 */
export function stripTerminator(query: string): string {
  let terminators: number[] = []
  for (const { kind, text, at } of readSqlTokens(query)) {
    if (text === ';') terminators.push(at)
    else if (kind === 'quoted' || kind === 'other') terminators = []
  }
  return terminators.reduce((text, at) => `${text.slice(0, at)} ${text.slice(at + 1)}`, query)
}
