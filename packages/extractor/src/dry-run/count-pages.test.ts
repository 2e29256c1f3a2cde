import { expect, test } from '@jest/globals'
import { createBatchBody, limitBatches, packBatches, DEFAULT_BUDGET } from '@sluice/sender/packing'
import { mapChunk, prepareMapping } from '@sluice/mapper/chunk'
import { ACTION_NAMES, DistinctCount, OPS, type Json, type SyncPlan } from '@sluice/shared/domain'
import {
  createEventEncoder,
  decodeDeltas,
  decodeEvents,
  encodeDeltas,
  hashUser,
  type RawDelta,
} from '@sluice/shared/queues'
import fc from 'fast-check'
import { createChunkCutter } from '../core/index.ts'
import { countPages } from './count-pages.ts'
import { createTally } from './create-tally.ts'

const STAGED_AT = '2026-01-01T00:00:00.000Z'
const SENDER = { installationId: 'i', version: '0.1.0' }
const COLUMNS = ['id', 'email', 'plan', 'note', 'at'] as const

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom<Json>(
    null,
    true,
    1.5,
    10_000_000_000,
    '2026-01-01T00:00:00Z',
    { a: ['ü', null] },
    'x'.repeat(3_000),
  ),
)
const row = fc.record(Object.fromEntries(COLUMNS.map((column) => [column, value])), { requiredKeys: [] })
const source = fc.oneof(
  fc.constantFrom(...COLUMNS).map((column): Json => ({ '@path': `$.properties.${column}` })),
  fc.constantFrom<Json>('fixed', { '@template': '{{properties.email}} of {{properties.plan}}' }, null),
)
const fields = fc.record(
  {
    user_id: source,
    anonymous_id: source,
    event: fc.constant<Json>('Seen'),
    name: fc.constant<Json>('Page'),
    group_id: fc.constant<Json>('g'),
    previous_id: fc.constant<Json>('before'),
    timestamp: source,
    traits: fc.record({ note: source, plan: source }),
    properties: fc.record({ note: source }),
  },
  { requiredKeys: ['user_id'] },
)
const plan = fc
  .record({
    fields,
    action: fc.constantFrom(...ACTION_NAMES),
    filter: fc.constantFrom(null, 'properties.plan != "x"', 'properties.note = null'),
  })
  .map(
    (mapping): SyncPlan =>
      ({
        mapping: { id: 'm', destination: 'd', ...mapping },
        mappingVersion: 1,
        epoch: 7,
        model: {},
      }) as never,
  )
const delta = fc.record({
  op: fc.constantFrom(...OPS),
  recordId: fc.string({ minLength: 1, maxLength: 8 }),
  version: fc.integer({ min: 1, max: 5 }),
  checksum: fc.constant('ab'),
  row: row.map((columns) => JSON.stringify(columns)),
})
const scene = fc.record({
  plan,
  rows: fc
    .array(delta, { minLength: 1, maxLength: 80, size: 'max' })
    .map((deltas): readonly RawDelta[] => deltas.map((one, index) => ({ seq: index + 1, ...one }))),
  pageRows: fc.integer({ min: 1, max: 40 }),
  chunkRows: fc.integer({ min: 1, max: 40 }),
  eventsPerSecond: fc.constantFrom(null, 1, 7, 60),
})

/** What mappers and senders make of the rows, in chunks, when nothing has to wait. */
function send(of: SyncPlan, rows: readonly RawDelta[], chunkRows: number, eventsPerSecond: number | null) {
  const cutter = createChunkCutter<RawDelta>({ rows: chunkRows, bytes: 400_000 })
  const { mapping, createMessageId } = prepareMapping(of, SENDER)
  const lines: { line: Buffer }[] = []
  const ends = { skipped: 0, invalid: 0 }
  for (const chunk of [...cutter.push(rows), cutter.flush()]) {
    const encoder = createEventEncoder(100)
    const { texts, stagedAt } = decodeDeltas(encodeDeltas(STAGED_AT, chunk))
    const mapped = mapChunk(mapping, createMessageId, texts, stagedAt, (event) => encoder.write(event))
    ends.skipped += mapped.skipped
    ends.invalid += mapped.invalid.length
    lines.push(...decodeEvents(encoder.finish(mapped)).lines.map((line) => ({ line })))
  }
  const batches = packBatches(lines, limitBatches({ eventsPerSecond }))
  const bodies = batches.map((batch) =>
    createBatchBody(
      batch.map(({ line }) => line),
      new Date(STAGED_AT),
    ),
  )
  return { ...ends, events: lines.length, bodies }
}

async function* cutPages(rows: readonly RawDelta[], size: number): AsyncGenerator<readonly RawDelta[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}

const NOTHING = { added: 0, updated: 0, deleted: 0, skippedByTrigger: 0, guards: [] }

test('a dry run foretells bodies byte for byte, whatever the rows, the mapping, the pages and the chunks', async () => {
  let rowsSeen = 0
  let eventsSeen = 0
  await fc.assert(
    fc.asyncProperty(scene, async ({ plan: of, rows, pageRows, chunkRows, eventsPerSecond }) => {
      const real = send(of, rows, chunkRows, eventsPerSecond)
      const tally = createTally()
      const bodies: Buffer[] = []
      const budget = { ...DEFAULT_BUDGET, eventsPerSecond }
      await countPages(
        cutPages(rows, pageRows),
        { plan: of, sender: SENDER, stagedAt: STAGED_AT, budget },
        tally,
        async (body) => void bodies.push(body),
      )
      const forecast = tally.finish({ ...NOTHING, budget, knownUsers: null })
      expect(Buffer.concat(bodies).equals(Buffer.concat(real.bodies))).toBe(true)
      expect(forecast).toMatchObject({
        skippedByFilter: real.skipped,
        apiCalls: real.events,
        requests: real.bodies.length,
        bytes: real.bodies.reduce((bytes, body) => bytes + body.length, 0),
      })
      expect(Object.values(forecast.invalid).reduce((sum, some) => sum + some, 0)).toBe(real.invalid)
      rowsSeen += rows.length
      eventsSeen += real.events
    }),
    { numRuns: 300 },
  )
  expect(rowsSeen).toBeGreaterThan(10_000)
  expect(eventsSeen).toBeGreaterThan(rowsSeen / 10)
})

test('users are those with a user id, or an anonymous id without one; new are those that the month has not seen', () => {
  const tally = createTally()
  const lines = [
    { type: 'identify', userId: 'u' },
    { type: 'identify', userId: 'u', anonymousId: 'a' },
    { type: 'identify', anonymousId: 'a' },
    { type: 'identify' },
  ].map((event) => Buffer.from(JSON.stringify(event)))
  for (const line of lines) tally.countEvent(line, 'identify')
  const known = new DistinctCount()
  for (const user of [lines[0], Buffer.from('{"userId":"somebody else"}')])
    known.addHash(hashUser(user ?? Buffer.alloc(0)) ?? 0)
  const budget = { eventsPerSecond: 2, requestsPerSecond: 1_000 }
  expect(tally.finish({ ...NOTHING, budget, knownUsers: known })).toMatchObject({
    events: { identify: 4 },
    apiCalls: 4,
    users: 2,
    mtus: { atLeast: 1, atMost: 2 },
    seconds: 2,
  })
})

test('rows are invalid for as many reasons as are counted; the most frequent are told first', () => {
  const tally = createTally()
  for (let row = 0; row < 3_000; row += 1) tally.countInvalid('mapping_failed', `reason ${row}`)
  tally.countInvalid('mapping_failed', 'reason 7')
  const { invalid, reasons } = tally.finish({ ...NOTHING, budget: DEFAULT_BUDGET, knownUsers: null })
  expect(invalid).toEqual({ mapping_failed: 3_001 })
  expect(reasons).toHaveLength(20)
  expect(reasons[0]).toEqual({ code: 'mapping_failed', reason: 'reason 7', rows: 2 })
})
