import { describe, expect, test } from '@jest/globals'
import { formatRow, type Arrival } from './create-downstream-copy.ts'
import { judgeArrivals } from './judge-arrivals.ts'
import { formatContent, type Duplicates } from './watch-duplicates.ts'

let ids = 0
const arrive = (
  userId: string,
  version: number | null,
  { messageId = `m${(ids += 1)}`, note = 'A', event = 'new', of = 'people' } = {},
): Arrival => ({ messageId, payload: { type: 'track', userId, event, properties: { of, note, version } } })
const table = (rows: Readonly<Record<string, number | null>>, resets = 0) =>
  new Map([
    [
      'people',
      {
        resets,
        rows: new Map(Object.entries(rows).map(([id, version]) => [id, formatRow('A', version)])),
      },
    ],
  ])
const NONE: Duplicates = { contents: new Map(), unseen: 0 }
const again = ({ messageId, payload }: Arrival): Duplicates => ({
  contents: new Map([[messageId, new Set([formatContent(payload)])]]),
  unseen: 0,
})

describe('what has arrived', () => {
  test('is well when it comes to the table', () => {
    const events = [
      arrive('1', 1),
      arrive('2', 2),
      arrive('1', 3, { event: 'updated' }),
      arrive('2', null, { event: 'deleted' }),
    ]
    expect(judgeArrivals(events, again(events[1]!), table({ 1: 3 }))).toEqual([])
  })

  test.each([
    ['a row that never came', [], table({ 1: 1 }), 'people 1: missing, not ["A",1]'],
    ['a row that came in an older version', [arrive('1', 1)], table({ 1: 2 }), 'not ["A",2]'],
    ['a row that was not deleted', [arrive('1', 1)], table({}), 'people 1: there, and should be deleted'],
  ])('differs by %s', (_, events, expected, example) => {
    expect(judgeArrivals(events, NONE, expected)).toEqual([
      {
        what: 'rows differ downstream from the table',
        count: 1,
        examples: [expect.stringContaining(example)],
      },
    ])
  })

  test('has a messageId that was used for two contents', () => {
    const event = arrive('1', 1)
    const other = arrive('1', 2, { messageId: event.messageId })
    expect(judgeArrivals([event], again(other), table({ 1: 1 }))).toMatchObject([
      { what: 'messageIds were used for two contents', count: 1 },
    ])
  })

  test('has an older version after a newer one, though the newest came last', () => {
    const events = [arrive('1', 2), arrive('1', 1), arrive('1', 3)]
    expect(judgeArrivals(events, NONE, table({ 1: 3 }))).toMatchObject([
      { what: 'older versions arrived after newer ones', examples: ['people 1: version 1 after 2'] },
    ])
  })

  test('has a content under a new messageId, which a reset alone may bring', () => {
    const events = [arrive('1', 1), arrive('1', 1)]
    expect(judgeArrivals(events, NONE, table({ 1: 1 }))).toMatchObject([
      { what: expect.stringContaining('under a new messageId'), examples: ['people 1 version 1'] },
    ])
    expect(judgeArrivals(events, NONE, table({ 1: 1 }, 1))).toEqual([])
  })

  test('has events of a mapping that nobody knows', () => {
    expect(judgeArrivals([arrive('1', 1, { of: 'strangers' })], NONE, table({}))).toMatchObject([
      { what: 'events are of no mapping', count: 1 },
    ])
  })
})
