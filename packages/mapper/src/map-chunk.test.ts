import { expect, test } from '@jest/globals'
import { array, assert, constantFrom, integer, property, record, string } from 'fast-check'
import { OPS, type Delta } from '@sluice/shared/domain'
import type { MappedEvent } from '@sluice/shared/queues'
import { compileMapping, createMessageIdFactory } from './core/index.ts'
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

function collect(chunk: readonly Delta[], stagedAt: string) {
  const events: MappedEvent[] = []
  const mapped = mapChunk(mapping, createMessageId, chunk, stagedAt, (event) => void events.push(event))
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
