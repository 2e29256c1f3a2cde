import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { createRowEvent, type ActionName, type Json, type Op, type Row } from '@sluice/shared/domain'
import { compileMapping, lintFilter, type MapResult, type MappingConfig } from '../core/index.ts'
import { parseExamples, type Example, type ExampleEnd } from './parse-examples.ts'
import { parseTable, readCode } from './parse-table.ts'
import { renderMappingDocs } from './render-mapping-docs.ts'

const MARKDOWN = readFileSync(new URL('../../../../docs/mapping.md', import.meta.url), 'utf8')

const SUPPLEMENT = { library: { name: 'sluice', version: '0.1.0' } }

/** What the document calls the record of its examples. */
function createExampleEvent(op: Op, row: Row) {
  const delta = { seq: 1, op, recordId: '42', version: 1, checksum: 'c', row }
  return createRowEvent(delta, 'sluice-example', '2026-03-01T06:00:00.000Z')
}

function mapOne(config: MappingConfig, op: Op, row: Row): MapResult {
  const compiled = compileMapping(config, SUPPLEMENT)
  if (!compiled.ok) throw new Error(`the mapping was refused: ${JSON.stringify(compiled.mistakes)}`)
  return compiled.mapping.map(createExampleEvent(op, row))
}

function readEvent(result: MapResult): { readonly [key: string]: Json } {
  if (result.outcome !== 'event') throw new Error(`there is no event: ${JSON.stringify(result)}`)
  return JSON.parse(result.json) as { readonly [key: string]: Json }
}

/** What becomes of an example, told the way in which the document tells it. */
function runExample({ action, fields, op, row, end }: Example): ExampleEnd {
  const compiled = compileMapping({ action, fields: fields as MappingConfig['fields'] }, SUPPLEMENT)
  if (!compiled.ok) return { kind: 'refused' }
  const result = compiled.mapping.map(createExampleEvent(op, row))
  if (result.outcome === 'invalid') return { kind: 'dead letter', code: result.code }
  const event = readEvent(result)
  return end.kind === 'result'
    ? { kind: 'result', properties: event['properties'] ?? null }
    : { kind: 'event', event }
}

/** A field of each type, and where its value stands in a track event's context. */
const FIELD_OF_TYPE: { readonly [type: string]: { field: (value: Json) => Json; path: readonly string[] } } =
  {
    string: { field: (value) => ({ locale: value }), path: ['locale'] },
    number: { field: (value) => ({ location: { latitude: value } }), path: ['location', 'latitude'] },
    boolean: { field: (value) => ({ network: { wifi: value } }), path: ['network', 'wifi'] },
    object: { field: (value) => ({ traits: value }), path: ['traits'] },
  }

/** What the document writes in its column "sent" for a value of this type. */
function formatSent(type: string, given: Json): string {
  const { field, path } = FIELD_OF_TYPE[type] ?? { field: () => ({}), path: [] }
  const fields = { user_id: 'u', event_name: 'e', ...(field(given) as object) }
  const result = mapOne({ action: 'sendTrack', fields }, 'updated', {})
  if (result.outcome === 'invalid' && result.code === 'field_invalid') return 'dead letter'
  const { context } = readEvent(result)
  const sent = path.reduce<Json | undefined>(
    (value, key) => (value as { [key: string]: Json })?.[key],
    context,
  )
  // A track event has its traits always, empty without any.
  if (sent === undefined || JSON.stringify(sent) === '{}') return 'left out'
  return JSON.stringify(sent)
}

/** JSON code of a cell without its blanks, any other text as it is. */
function readCell(cell: string): string {
  const code = readCode(cell)
  return code === undefined ? cell : JSON.stringify(JSON.parse(code))
}

const TYPE_ROWS = parseTable(MARKDOWN, ['type', 'given', 'sent'])
const LINTED_ROWS = parseTable(MARKDOWN, ['filter', 'row', 'passes', 'warned'])
const FILTER_ROWS = [...parseTable(MARKDOWN, ['filter', 'row', 'passes']), ...LINTED_ROWS]
const ACTION: ActionName = 'sendTrack'

describe('docs/mapping.md', () => {
  test.each(parseExamples(MARKDOWN).map((example) => [example.line, example] as const))(
    'the example on line %i does what it says',
    (_, example) => {
      expect(runExample(example)).toEqual(example.end)
    },
  )

  test.each(
    TYPE_ROWS.map(({ line, cells: [type = '', given = '', sent = ''] }) => [line, type, given, sent]),
  )('the type on line %i: a %s given %s is sent as %s', (_, type, given, sent) => {
    expect(formatSent(String(type), JSON.parse(readCell(String(given))) as Json)).toBe(readCell(String(sent)))
  })

  test.each(
    FILTER_ROWS.map(({ line, cells: [filter = '', row = '', passes = ''] }) => [line, filter, row, passes]),
  )('the filter on line %i: %s of %s passes: %s', (_, filter, row, passes) => {
    const config = {
      action: ACTION,
      fields: { user_id: 'u', event_name: 'e' },
      filter: readCode(String(filter)) ?? '',
    }
    const { outcome } = mapOne(config, 'updated', JSON.parse(readCell(String(row))) as Row)
    expect(outcome).toBe(passes === 'yes' ? 'event' : 'skipped')
  })

  test.each(LINTED_ROWS.map(({ line, cells: [filter = '', , , warned = ''] }) => [line, filter, warned]))(
    'the filter on line %i: %s is warned about: %s',
    (_, filter, warned) => {
      expect(lintFilter(readCode(String(filter)) ?? '').length > 0).toBe(warned === 'yes')
    },
  )

  test('every directive has an example', () => {
    const table = parseTable(MARKDOWN, ['directive', 'gives']).map(
      ({ cells }) => /@\w+/.exec(cells[0] ?? '')?.[0],
    )
    expect(table).toHaveLength(13)
    const examples = JSON.stringify(parseExamples(MARKDOWN))
    expect(table.filter((directive) => !examples.includes(`"${directive}":`))).toEqual([])
  })

  test('links within the page lead somewhere', () => {
    const headings = [...MARKDOWN.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    )
    const links = [...MARKDOWN.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
    expect(links.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([])
  })

  test('the actions and their fields are as defined; `pnpm docs:generate` writes them anew', () => {
    expect(renderMappingDocs(MARKDOWN)).toBe(MARKDOWN)
  })
})
