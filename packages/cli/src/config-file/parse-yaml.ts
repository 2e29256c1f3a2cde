import {
  LineCounter,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml'
import type { Path } from './mistake.ts'

/** A mistake of the YAML itself, which has a line and no path. */
export interface SyntaxMistake {
  readonly line: number
  readonly message: string
}

/** The one document of a YAML text, and the line of any place in it, from 1. */
export interface YamlText {
  readonly value: unknown
  readonly locate: (path: Path) => number
  readonly mistakes: readonly SyntaxMistake[]
}

/**
 * Parses YAML with the line of everything. Once the parser has stumbled, what it says of the rest means nothing: only the first such
 * mistake is told, and `value` is undefined.
 */
export function parseYaml(text: string): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number): number => lines.linePos(offset).line

  const errors = [...document.errors, ...document.warnings]
  const stumble = errors.find(({ code }) => code !== 'DUPLICATE_KEY')
  const told = stumble === undefined ? errors : [stumble]
  const mistakes = told.map(({ code, message, pos }) => ({
    line: lineAt(pos[0]),
    message: describeSyntax(code, message, text, pos[0]),
  }))
  const strays = stumble === undefined ? listStrayAliases(document) : []
  for (const { source, offset } of strays) {
    mistakes.push({ line: lineAt(offset), message: `there is no anchor &${source} above` })
  }
  return {
    value: stumble === undefined && strays.length === 0 ? document.toJS() : undefined,
    locate: (path) => lineAt(findOffset(document, path)),
    mistakes,
  }
}

/** Aliases that name no anchor before them. */
function listStrayAliases(
  document: Document,
): readonly { readonly source: string; readonly offset: number }[] {
  const strays: { source: string; offset: number }[] = []
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) === undefined) {
        strays.push({ source: alias.source, offset: alias.range?.[0] ?? 0 })
      }
    },
  })
  return strays
}

function describeSyntax(code: string, message: string, text: string, offset: number): string {
  if (code === 'DUPLICATE_KEY') return `the key "${readWord(text, offset)}" stands here a second time`
  if (text[offset] === '{' && text[offset - 1] === '$') return 'put the text with ${…} in quotes: "${NAME}"'
  if (code === 'MULTIPLE_DOCS') return 'the file must hold one YAML document, but a second one begins here'
  // The parser quotes what it stumbled over, which may be a secret.
  const [fact = message] = message.split(/ in YAML stream|: "/)
  return `this is not YAML: ${fact.charAt(0).toLowerCase()}${fact.slice(1)}`
}

function readWord(text: string, offset: number): string {
  return /^["']?([^"':\s]*)/.exec(text.slice(offset))?.[1] ?? ''
}

/** Where a path begins in the text: its last key, or the nearest thing around it that is there. */
function findOffset(document: Document, path: Path): number {
  let offset = document.contents?.range?.[0] ?? 0
  let node: Node | null | undefined = document.contents
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (!isCollection(node)) break
    if (isMap(node)) {
      // Of a key that stands twice, the last one counts.
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(part))
      if (pair === undefined) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value as Node | null
    } else {
      node = node.get(part, true) as Node | undefined
      offset = node?.range?.[0] ?? offset
    }
  }
  return offset
}
