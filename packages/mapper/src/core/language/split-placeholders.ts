/**
 * A text cut at its placeholders of so many braces: text, path, text, path, … text. A placeholder begins at the
 * first braces that open one, and its path ends at the first brace that closes: what the regular expression
 * `\{{n}([^}]+)\}{n}` finds, but each character is looked at once, however many braces open and never close.
 */
export function splitPlaceholders(text: string, braces: 2 | 3): readonly string[] {
  const opening = '{'.repeat(braces)
  const closing = '}'.repeat(braces)
  const parts: string[] = []
  let start = 0
  let open = text.indexOf(opening)
  let close = text.indexOf('}')
  while (open !== -1 && close !== -1) {
    if (open > close) {
      close = text.indexOf('}', open)
    } else if (open + braces < close && text.startsWith(closing, close)) {
      parts.push(text.slice(start, open), text.slice(open + braces, close))
      start = close + braces
      open = text.indexOf(opening, start)
    } else {
      // No path holds a closing brace, so nothing that opens before this one is a placeholder.
      open = text.indexOf(opening, close)
    }
  }
  parts.push(text.slice(start))
  return parts
}
