/**
 * Everything that a terminal obeys instead of showing it: C0, DEL, C1, line separators,
 * changes of the direction of text, halves of a pair.
 */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * A text with its control characters written out as JSON writes them, such as `\u001b`
 * or `\n`: one line that a terminal shows and does not obey. JSON text stays JSON of
 * the same value; a text that was shown already stays as it is.
 */
export function showControls(text: string): string {
  return text.replaceAll(CONTROLS, (control) => SHORT[control] ?? writeEscape(control))
}

function writeEscape(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`
}
