import { expect, test } from '@jest/globals'
import { array, assert, constantFrom, integer, property, record, string } from 'fast-check'
import { OPS, type Delta } from '@sluice/shared/domain'
import { decodeDeltas, decodeLetterDelta, encodeDeltas, type MappedEvent } from '@sluice/shared/queues'
import { compileMapping, createMessageIdFactory } from '../core/index.ts'
import { mapChunk } from './map-chunk.ts'

const compiled = compileMapping(
  {
    action: 'sendIdentify',
    filter: 'properties.plan != "internal"',
    fields: { user_id: { '@path': '$.properties.id' }, traits: { plan: { '@path': '$.properties.plan' } } },
  },
  { library: { name: 'sluice', version: 'test' } },
)
if (!compiled.ok) throw new Error('the mapping of the test is wrong')
const { mapping } = compiled
const createMessageId = createMessageIdFactory({ installationId: 'i', mappingId: 'm', epoch: 1 })

const deltas = array(
  record({
    op: constantFrom(...OPS),
    recordId: string({ minLength: 1 }),
    version: integer({ min: 1 }),
    checksum: constantFrom('aa', 'bb'),
    row: record({ id: constantFrom('a', 'b', null), plan: constantFrom('free', 'internal', null) }),
  }),
  { maxLength: 50 },
).map((rows) => rows.map((row, index): Delta => ({ ...row, seq: index + 1 })))

function encode(chunk: readonly Delta[]): Iterable<string> {
  const raw = chunk.map((delta) => ({ ...delta, row: JSON.stringify(delta.row) }))
  return decodeDeltas(encodeDeltas('', raw)).texts
}

function collect(chunk: readonly Delta[], stagedAt: string) {
  const events: MappedEvent[] = []
  const mapped = mapChunk(
    mapping,
    createMessageId,
    encode(chunk),
    stagedAt,
    (event) => void events.push(event),
  )
  expect(mapped.events).toBe(events.length)
  return { ...mapped, events }
}

test('every delta of a chunk ends once: as an event in its place, skipped, or invalid with a reason', () => {
  assert(
    property(deltas, (chunk) => {
      const { events, skipped, invalid } = collect(chunk, '2026-01-01T00:00:00Z')
      expect(events.length + skipped + invalid.length).toBe(chunk.length)
      const isSkipped = ({ row }: Delta): boolean => row['plan'] === 'internal'
      const hasNoId = ({ row }: Delta): boolean => row['id'] === null
      expect(skipped).toBe(chunk.filter(isSkipped).length)
      expect(invalid.map(({ seq }) => seq)).toEqual(
        chunk.filter((delta) => !isSkipped(delta) && hasNoId(delta)).map(({ seq }) => seq),
      )
      expect(events.map(({ seq }) => seq)).toEqual(
        chunk.filter((delta) => !isSkipped(delta) && !hasNoId(delta)).map(({ seq }) => seq),
      )
      expect(invalid.every(({ code, reason }) => code === 'id_missing' && reason !== '')).toBe(true)
    }),
  )
})

test('an event carries the id of its delta, the time of staging, and where it comes from', () => {
  const delta: Delta = {
    seq: 7,
    op: 'updated',
    recordId: '42',
    version: 3,
    checksum: 'aa',
    row: { id: 'u', plan: 'pro' },
  }
  const { events } = collect([delta], '2026-01-01T00:00:00.000Z')
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({ seq: 7, op: 'updated', recordId: '42', version: 3 })
  expect(JSON.parse(events[0]!.json)).toEqual({
    type: 'identify',
    userId: 'u',
    messageId: createMessageId(delta),
    timestamp: '2026-01-01T00:00:00.000Z',
    traits: { plan: 'pro' },
    context: { consent: {}, library: { name: 'sluice', version: 'test' } },
  })
})

test.each([
  ['lists nested 20,000 deep', `{"id": "u", "plan": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'event'],
  ['the same, mapped', `{"id": "u", "deep": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'mapping_failed'],
  [
    'objects nested 50,000 deep, mapped',
    `{"id": "u", "deep": ${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    'mapping_failed',
  ],
  ['text that is no JSON', '{"id": "u", "deep": [1,}', 'mapping_failed'],
])('a row of %s is a dead letter of the text that it came in, and its neighbours go', (_, row, code) => {
  const all = compileMapping(
    {
      action: 'sendIdentify',
      fields: { user_id: { '@path': '$.properties.id' }, traits: { deep: { '@path': '$.properties.deep' } } },
    },
    { library: { name: 'sluice', version: 'test' } },
  )
  if (!all.ok) throw new Error('the mapping of the test is wrong')
  const origin = { epoch: 1, stagedAt: '2026-01-01T00:00:00.000Z' }
  const raw = ['{"id": "a", "n": 1.10}', row, '{"id": "b"}'].map((text, index) => ({
    seq: index + 1,
    op: 'added' as const,
    recordId: `"${index}\\","row":`,
    version: 1,
    checksum: 'aa',
    row: text,
    ...(index === 1 ? { origin } : {}),
  }))
  const seqs: number[] = []
  const { texts } = decodeDeltas(encodeDeltas('2026-01-02T00:00:00.000Z', raw))
  const { invalid } = mapChunk(
    all.mapping,
    createMessageId,
    texts,
    '2026-01-02T00:00:00.000Z',
    ({ seq }) => void seqs.push(seq),
  )
  expect(invalid.map(({ code: of }) => of)).toEqual(code === 'event' ? [] : [code])
  expect(seqs).toEqual(code === 'event' ? [1, 2, 3] : [1, 3])
  expect(invalid.map(({ delta }) => decodeLetterDelta(delta))).toEqual(
    code === 'event'
      ? []
      : [
          {
            stagedAt: origin.stagedAt,
            op: 'added',
            recordId: raw[1]?.recordId,
            version: 1,
            checksum: 'aa',
            row,
          },
        ],
  )
})
