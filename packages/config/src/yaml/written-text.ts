import { Scalar, isScalar, type Node } from 'yaml'

/** How a text stands in a YAML file. */
export interface WrittenText {
  readonly style: 'literal' | 'folded' | 'plain' | 'quoted'
  /**
   * Its lines as they stand in the file, without indentation and quotes; of a block without its first line, `>` or `|`.
   */
  readonly lines: readonly string[]
  /** What YAML took for a comment on the same line. */
  readonly comment: string | null
}

const STYLES: { readonly [type: string]: WrittenText['style'] } = {
  [Scalar.BLOCK_LITERAL]: 'literal',
  [Scalar.BLOCK_FOLDED]: 'folded',
  [Scalar.PLAIN]: 'plain',
  [Scalar.QUOTE_SINGLE]: 'quoted',
  [Scalar.QUOTE_DOUBLE]: 'quoted',
}

/** How the text of a node stands in its file; null for a node that is no text. */
export function readWrittenText(node: Node | undefined, file: string): WrittenText | null {
  if (!isScalar(node) || typeof node.value !== 'string') return null
  const style = STYLES[node.type ?? ''] ?? 'plain'
  const [start, end] = node.range ?? [0, 0, 0]
  const lines = readLines(file.slice(start, end), node.type)
  return { style, lines, comment: style === 'plain' ? (node.comment ?? null) : null }
}

function readLines(source: string, type: string | undefined): readonly string[] {
  if (type === Scalar.QUOTE_SINGLE) return split(source.slice(1, -1).replaceAll("''", "'"))
  if (type === Scalar.QUOTE_DOUBLE) return split(source.slice(1, -1)).map(unescape)
  return type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED
    ? split(source.trimEnd()).slice(1)
    : split(source)
}

function split(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.trim())
}

/** Of the escapes only those that mean something to SQL. */
function unescape(line: string): string {
  return line.replaceAll(/\\(.?)/g, (_escape, character: string) => UNESCAPED[character] ?? ' ')
}

const UNESCAPED: { readonly [character: string]: string } = { '"': '"', '\\': '\\', n: '\n', '/': '/' }
