import { ACTION_NAMES, type ActionName, type Json, type Op, type Row } from '@sluice/shared/domain'

/**
 * What the docs say becomes of a row: its event, the `properties` of its track event, a
 * dead letter, or a refused mapping.
 */
export type ExampleEnd =
  | { readonly kind: 'event'; readonly event: Json }
  | { readonly kind: 'result'; readonly properties: Json }
  | { readonly kind: 'dead letter'; readonly code: Json }
  | { readonly kind: 'refused' }

/** One example of docs/mapping.md, ready to be run. */
export interface Example {
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly action: ActionName
  readonly fields: Json
  readonly op: Op
  readonly row: Row
  readonly end: ExampleEnd
}

interface Part {
  readonly heading: string
  readonly text: string
}

const FENCED = /^```jsonc\n([\s\S]*?)^```$/gm

/**
 * The examples of a document: its `jsonc` blocks, each cut into parts by `// heading` lines.
 * A heading that is not known throws, so that a slip of the pen cannot turn an example off.
 */
export function parseExamples(markdown: string): readonly Example[] {
  return [...markdown.matchAll(FENCED)].map((block) => {
    const line = markdown.slice(0, block.index).split('\n').length
    return parseExample(line, splitParts(line, block[1] ?? ''))
  })
}

function splitParts(line: number, block: string): readonly Part[] {
  const [before, ...pieces] = block.split(/^\/\/ /m)
  if (before !== '') throw new Error(`line ${line}: an example starts with a heading such as "// mapping"`)
  return pieces.map((piece) => {
    const end = piece.indexOf('\n')
    return { heading: piece.slice(0, end).trim(), text: piece.slice(end + 1) }
  })
}

function parseExample(line: number, parts: readonly Part[]): Example {
  const [mapping, ...rest] = parts
  const last = rest.at(-1)
  const row = rest.length > 1 ? rest[0] : undefined
  if (mapping === undefined || last === undefined || rest.length > 2) {
    throw new Error(`line ${line}: an example is a mapping, a row and what becomes of it`)
  }
  return {
    line,
    ...parseFields(line, mapping),
    ...(row === undefined ? { op: 'updated', row: {} } : parseRow(line, row)),
    end: parseEnd(line, last),
  }
}

function parseFields(line: number, { heading, text }: Part): Pick<Example, 'action' | 'fields'> {
  const value = parseJson(line, text)
  if (heading === 'mapping') {
    return { action: 'sendTrack', fields: { user_id: 'u', event_name: 'e', properties: value } }
  }
  const action = ACTION_NAMES.find((name) => heading === `fields of ${name}`)
  if (action === undefined) throw new Error(`line ${line}: unknown heading "// ${heading}"`)
  return { action, fields: value }
}

function parseRow(line: number, { heading, text }: Part): Pick<Example, 'op' | 'row'> {
  const row = parseJson(line, text) as Row
  if (heading === 'row') return { op: 'updated', row }
  if (heading === 'deleted row') return { op: 'deleted', row }
  throw new Error(`line ${line}: unknown heading "// ${heading}"`)
}

function parseEnd(line: number, { heading, text }: Part): ExampleEnd {
  if (heading === 'refused' && text.trim() === '') return { kind: 'refused' }
  const value = parseJson(line, text)
  if (heading === 'result') return { kind: 'result', properties: value }
  if (heading === 'event') return { kind: 'event', event: value }
  if (heading === 'dead letter') return { kind: 'dead letter', code: value }
  throw new Error(`line ${line}: unknown heading "// ${heading}"`)
}

function parseJson(line: number, text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new Error(`line ${line}: the example holds no valid json: ${text}`, { cause: error })
  }
}
