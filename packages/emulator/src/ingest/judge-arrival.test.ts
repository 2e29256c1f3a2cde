import { describe, expect, test } from '@jest/globals'
import type { Call } from '../call.ts'
import { BATCH_LIMIT_EVENTS } from '../limits.ts'
import type { Region } from '../region.ts'
import type { Arrival } from './arrival.ts'
import { judgeArrival } from './judge-arrival.ts'

const GOOD = { type: 'identify', userId: 'u1' }
const BAD = { type: 'identify' }

function createArrival(
  events: readonly unknown[],
  { writeKey = 'us-key', call = 'batch' }: { writeKey?: string; call?: Call } = {},
): Arrival {
  const region: Region = 'us-west-2'
  const envelope = {
    region,
    writeKey,
    receivedAtMs: 0,
    sentAt: undefined,
    context: undefined,
    integrations: undefined,
  }
  return { envelope, call, body: Buffer.alloc(0), slices: [], events }
}

const KEYS = new Map<string, Region>([
  ['us-key', 'us-west-2'],
  ['eu-key', 'eu-west-1'],
])

describe('judgeArrival', () => {
  test('each event is judged for itself, in order', () => {
    expect(judgeArrival(createArrival([GOOD, BAD, GOOD, 5]), KEYS)).toEqual([
      null,
      'missing_user_id',
      null,
      'not_an_object',
    ])
  })

  test('the path names the type of a single call, whatever the event says', () => {
    expect(judgeArrival(createArrival([GOOD], { call: 'track' }), KEYS)).toEqual(['missing_event'])
    expect(judgeArrival(createArrival([{ userId: 'u1' }], { call: 'identify' }), KEYS)).toEqual([null])
  })

  test('an unknown write key loses all of its events', () => {
    expect(judgeArrival(createArrival([GOOD, BAD], { writeKey: 'other' }), KEYS)).toEqual([
      'unknown_write_key',
      'unknown_write_key',
    ])
  })

  test('a write key of the other region loses all of its events', () => {
    expect(judgeArrival(createArrival([GOOD], { writeKey: 'eu-key' }), KEYS)).toEqual(['wrong_region'])
  })

  test('without known keys every key is known in every region', () => {
    expect(judgeArrival(createArrival([GOOD], { writeKey: 'any' }), null)).toEqual([null])
  })

  test.each([
    [BATCH_LIMIT_EVENTS, null],
    [BATCH_LIMIT_EVENTS + 1, 'too_many_events'],
  ])('of %i events in a batch each is judged %s', (count, reason) => {
    const reasons = judgeArrival(createArrival(Array.from({ length: count }, () => GOOD)), KEYS)
    expect(reasons).toHaveLength(count)
    expect(new Set(reasons)).toEqual(new Set([reason]))
  })
})
