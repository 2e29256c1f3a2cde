/** How a piece of a line stands out where there are colours. */
export type Style = 'good' | 'bad' | 'warning' | 'busy' | 'dim' | 'strong'

/** A piece of a line that stands out. */
export interface Span {
  readonly text: string
  readonly style: Style
}

/**
 * One line for people. Whatever its texts hold, it stays one line, and a terminal shows them and obeys none of them.
 */
export type Line = string | { readonly parts: readonly (string | Span)[] }

/** A line of which every piece may stand out. */
export function joinParts(...parts: readonly (string | Span)[]): Line {
  return { parts }
}

/** A piece that stands out. */
export function mark(text: string, style: Style): Span {
  return { text, style }
}
