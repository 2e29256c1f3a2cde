import { showControls } from '@sluice/shared/runtime'
import stringWidth from 'string-width'

/** How many columns of a terminal a text takes once it is shown. */
export function measureWidth(text: string): number {
  return stringWidth(showControls(text))
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** A text that takes at most `width` columns; what is left out in the `middle` or at the `end` is an ellipsis. */
export function shorten(text: string, width: number, where: 'middle' | 'end'): string {
  const shown = showControls(text)
  if (stringWidth(shown) <= width) return shown
  const tail = where === 'end' ? 0 : Math.floor((width - 1) / 2)
  const characters = [...SEGMENTER.segment(shown)].map(({ segment }) => segment)
  const head = takeWidth(characters, width - 1 - tail)
  const end = takeWidth(characters.toReversed(), tail).toReversed()
  return `${head.join('').trimEnd()}…${end.join('').trimStart()}`
}

function takeWidth(characters: readonly string[], width: number): readonly string[] {
  let room = width
  const end = characters.findIndex((character) => (room -= stringWidth(character)) < 0)
  return end === -1 ? characters : characters.slice(0, end)
}
