/** A text as one word of bash and zsh, whatever it holds. */
export function quoteWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
