import { measureWidth } from './shorten.ts'
import { showControls } from '@sluice/shared/runtime'

/**
 * A text as lines of at most `width` columns, broken between words; a word that is
 * longer stays whole, so that it can be copied.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of showControls(text.replaceAll(/\s+/g, ' ').trim()).split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && measureWidth(last) + 1 + measureWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
