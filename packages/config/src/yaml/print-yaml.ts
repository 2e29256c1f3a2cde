import { Scalar, visit, type Document } from 'yaml'
import { showControls } from '@sluice/shared/runtime'

/** The text of a document, which reads back as exactly that; what no terminal shows is written out. */
export function printYaml(yaml: Document): string {
  visit(yaml, {
    Scalar(_key, scalar) {
      const { value } = scalar
      if (typeof value === 'string' && !readsBackAsShown(value)) scalar.type = Scalar.QUOTE_DOUBLE
    },
  })
  return yaml.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity })
}

/**
 * True for a text that a terminal shows as it is, in any style; what has to be written out is only in double quotes.
 */
function readsBackAsShown(text: string): boolean {
  const visible = text.replaceAll(/[\n\t]/g, '')
  return showControls(visible) === visible && (!text.includes('\n') || fitsBlock(text))
}

/** True for lines that a block keeps as they are: it may lose blanks that stand first, last, or alone on a line. */
function fitsBlock(text: string): boolean {
  const lines = text.replace(/\n$/, '').split('\n')
  return /^\S/.test(text) && lines.at(-1) !== '' && lines.every((line) => line === '' || line.trim() !== '')
}
