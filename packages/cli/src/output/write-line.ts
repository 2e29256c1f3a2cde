import { styleText } from 'node:util'
import { showControls } from '@sluice/shared/runtime'
import type { Line, Span, Style } from './line.ts'

type Formats = Parameters<typeof styleText>[0]

const FORMATS: Readonly<Record<Style, Formats>> = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  busy: 'cyan',
  dim: 'dim',
  strong: 'bold',
}

/** How lines are written. */
export interface WriteOptions {
  readonly colors: boolean
  /** Tabs stay what they are, for text that a machine reads again. */
  readonly tabs?: boolean
}

/**
 * A line as bytes of an output, with its end. Only the escapes of our own colours are
 * sent; every control in a text is shown.
 */
export function writeLine(line: Line, { colors, tabs = false }: WriteOptions): string {
  const show = tabs ? showControlsButTabs : showControls
  const write = (part: string | Span): string => {
    if (typeof part === 'string') return show(part)
    return colors
      ? styleText(FORMATS[part.style], show(part.text), { validateStream: false })
      : show(part.text)
  }
  return `${typeof line === 'string' ? show(line) : line.parts.map(write).join('')}\n`
}

function showControlsButTabs(text: string): string {
  return text.split('\t').map(showControls).join('\t')
}
