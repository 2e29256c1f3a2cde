import {
  LineCounter,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  parseDocument,
  type Alias,
  type Document,
  type Node,
} from 'yaml'
import { formatDepth, inspectNodes } from './inspect-nodes.ts'
import type { Path } from '../items/mistake.ts'
import { toPlainValue } from './to-plain-value.ts'
import { readWrittenText, type WrittenText } from './written-text.ts'

/** Longest file, in UTF-16 units; no config that a person wrote comes near. */
const LIMIT_CHARACTERS = 4_000_000

/** A mistake of the YAML itself, which has a line and no path. */
export interface SyntaxMistake {
  readonly line: number
  readonly message: string
}

/** The one document of a YAML text, and the line of any place in it, from 1. */
export interface YamlText {
  readonly value: unknown
  readonly locate: (path: Path) => number
  /** How the text at a place is written; null where there is no text. */
  readonly readWritten: (path: Path) => WrittenText | null
  readonly mistakes: readonly SyntaxMistake[]
}

/**
 * Parses YAML with the line of everything. Once the parser has stumbled, what it says of
 * the rest means nothing: only the first such mistake is told, and `value` is undefined.
 * So it is for a document that is no plain data, or that would become too large as such.
 */
export function parseYaml(text: string): YamlText {
  if (text.length > LIMIT_CHARACTERS) {
    const limit = LIMIT_CHARACTERS.toLocaleString('en-US')
    return refuse(1, `the file is too large: it may have ${limit} characters`)
  }
  const lines = new LineCounter()
  const lineAt = (offset: number): number => lines.linePos(offset).line
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })

  const errors = [...document.errors, ...document.warnings]
  const stumble = errors.find(({ code }) => code !== 'DUPLICATE_KEY')
  if (stumble !== undefined) {
    const { code, message, pos } = stumble
    return refuse(lineAt(pos[0]), formatSyntax(code, message, text, pos[0]))
  }
  if (document.directives?.yaml.version === '1.1') {
    return refuse(1, 'the file must be YAML 1.2, in which yes, no and 012 are text: leave out "%YAML 1.1"')
  }
  const repeated = errors.map(({ code, message, pos }) => ({
    line: lineAt(pos[0]),
    message: formatSyntax(code, message, text, pos[0]),
  }))
  const { targets, mistakes } = inspectNodes(document)
  const told = mistakes.map(({ offset, message }) => ({ line: lineAt(offset), message }))
  const find = (path: Path): Found => findNode(document, targets, path)
  return {
    value: told.length === 0 ? toPlainValue(document.contents, targets) : undefined,
    locate: (path) => lineAt(find(path).offset),
    readWritten: (path) => readWrittenText(find(path).node, text),
    mistakes: [...repeated, ...told],
  }
}

function refuse(line: number, message: string): YamlText {
  return { value: undefined, locate: () => line, readWritten: () => null, mistakes: [{ line, message }] }
}

function formatSyntax(code: string, message: string, text: string, offset: number): string {
  if (code === 'DUPLICATE_KEY') return `the key "${readWord(text, offset)}" stands here a second time`
  if (text[offset] === '{' && text[offset - 1] === '$') return 'put the text with ${…} in quotes: "${NAME}"'
  if (code === 'MULTIPLE_DOCS') return 'the file must hold one YAML document, but a second one begins here'
  if (code === 'TAG_RESOLVE_FAILED') return 'tags such as this one mean nothing here'
  // The parser's own recursion has an end, too.
  if (message.includes('call stack')) return formatDepth()
  // The parser quotes what it stumbled over, which may be a secret.
  const [fact = message] = message.split(/ in YAML stream|: "/)
  return `this is not YAML: ${fact.charAt(0).toLowerCase()}${fact.slice(1)}`
}

function readWord(text: string, offset: number): string {
  return /^["']?([^"':\s]*)/.exec(text.slice(offset, offset + 100))?.[1] ?? ''
}

/** A node and where it begins: its last key, or the nearest thing around it that is there. */
interface Found {
  readonly offset: number
  readonly node: Node | undefined
}

function findNode(document: Document, targets: ReadonlyMap<Alias, Node>, path: Path): Found {
  let offset = document.contents?.range?.[0] ?? 0
  let node: Node | undefined = document.contents ?? undefined
  for (const part of path) {
    if (isAlias(node)) node = targets.get(node)
    if (!isCollection(node)) return { offset, node: undefined }
    if (isMap(node)) {
      // Of a key that stands twice, the last one counts.
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(part))
      if (pair === undefined) return { offset, node: undefined }
      offset = (pair.key as Node).range?.[0] ?? offset
      node = (pair.value as Node | null) ?? undefined
    } else {
      node = node.get(part, true) as Node | undefined
      offset = node?.range?.[0] ?? offset
    }
  }
  return { offset, node: isAlias(node) ? targets.get(node) : node }
}
