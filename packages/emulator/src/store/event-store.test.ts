import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { judgeArrival } from '../ingest/judge-arrival.ts'
import { readRequest } from '../ingest/read-request.ts'
import type { Region } from '../region.ts'
import { EventStore } from './event-store.ts'
import { readStoredEvent } from './stored-event.ts'

const RECEIVED_AT_MS = Date.parse('2026-03-01T12:00:00.000Z')

interface Sent {
  readonly region?: Region
  readonly writeKey?: string
  readonly batch: readonly Readonly<Record<string, unknown>>[]
  readonly sentAt?: string
  readonly context?: unknown
  readonly integrations?: unknown
}

function take(store: EventStore, { region = 'us-west-2', ...body }: Sent): void {
  const { arrival } = readRequest({
    region,
    call: 'batch',
    authorization: undefined,
    contentType: 'application/json',
    contentEncoding: undefined,
    body: Buffer.from(JSON.stringify({ writeKey: 'key', ...body })),
    receivedAtMs: RECEIVED_AT_MS,
  })
  store.take(arrival!, judgeArrival(arrival!, null))
}

function readUserIds(store: EventStore): readonly unknown[] {
  return Array.from(store.accepted({}), (event) => readStoredEvent(event).payload['userId'])
}

const identify = (userId: string, messageId?: string) => ({ type: 'identify', userId, messageId })

describe('EventStore', () => {
  test('a messageId is accepted once, across keys and regions, and the rest are duplicates', () => {
    const store = new EventStore(100)
    take(store, { batch: [identify('u1', 'm1'), identify('u2', 'm1')] })
    take(store, { batch: [identify('u3', 'm1')], region: 'eu-west-1', writeKey: 'other' })
    expect(readUserIds(store)).toEqual(['u1'])
    expect(store.duplicates()).toMatchObject([
      { region: 'us-west-2', writeKey: 'key', messageId: 'm1', payload: { userId: 'u2' } },
      { region: 'eu-west-1', writeKey: 'other', messageId: 'm1', payload: { userId: 'u3' } },
    ])
    expect(store.counts()).toMatchObject({
      events: 3,
      accepted: 1,
      duplicates: 2,
      byRegion: { 'us-west-2': { accepted: 1, duplicates: 1 }, 'eu-west-1': { accepted: 0, duplicates: 1 } },
      byWriteKey: { key: { accepted: 1, duplicates: 1 }, other: { accepted: 0, duplicates: 1 } },
    })
  })

  test('a rejected event does not use its messageId up', () => {
    const store = new EventStore(100)
    take(store, { batch: [{ type: 'track', userId: 'u1', messageId: 'm1' }] })
    take(store, { batch: [identify('u1', 'm1')] })
    expect(store.counts()).toMatchObject({ accepted: 1, rejected: 1, rejectedReasons: { missing_event: 1 } })
    expect(store.rejected()).toMatchObject([{ reason: 'missing_event', payload: { messageId: 'm1' } }])
  })

  test('events without a messageId get one each and are never duplicates', () => {
    const store = new EventStore(100)
    take(store, { batch: [identify('u1'), identify('u1')] })
    const messageIds = Array.from(store.accepted({}), ({ messageId }) => messageId)
    expect(messageIds).toEqual([expect.stringMatching(/^api-/), expect.stringMatching(/^api-/)])
    expect(new Set(messageIds).size).toBe(2)
  })

  test('an accepted event reads as Segment would pass it on', () => {
    const store = new EventStore(100)
    take(store, {
      batch: [
        {
          ...identify('u1', 'm1'),
          timestamp: '2026-03-01T11:00:00.000Z',
          context: { ip: '::1', library: { name: 'mine' } },
          traits: { name: 'Zoë ]}"' },
          writeKey: 'hidden',
        },
      ],
      sentAt: '2026-03-01T12:00:01.000Z',
      context: { library: { name: 'batch' }, locale: 'en' },
      integrations: { All: true },
    })
    expect(Array.from(store.accepted({}), readStoredEvent)).toEqual([
      {
        region: 'us-west-2',
        writeKey: 'key',
        type: 'identify',
        messageId: 'm1',
        receivedAt: '2026-03-01T12:00:00.000Z',
        payload: {
          type: 'identify',
          userId: 'u1',
          messageId: 'm1',
          traits: { name: 'Zoë ]}"' },
          context: { ip: '::1', library: { name: 'mine' }, locale: 'en' },
          integrations: { All: true },
          originalTimestamp: '2026-03-01T11:00:00.000Z',
          timestamp: '2026-03-01T10:59:59.000Z',
          sentAt: '2026-03-01T12:00:01.000Z',
          receivedAt: '2026-03-01T12:00:00.000Z',
        },
      },
    ])
  })

  test('nothing is lost or doubled: events = accepted + rejected + duplicates, and each accepted event is what was sent', () => {
    const event: fc.Arbitrary<Record<string, string>> = fc.oneof(
      fc.record({
        type: fc.constant('identify'),
        userId: fc.string({ minLength: 1 }),
        messageId: fc.constantFrom('a', 'b', 'c', 'd'),
      }),
      fc.record({ type: fc.constant('track'), userId: fc.string({ minLength: 1 }) }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(event)), (batches) => {
        const store = new EventStore(Number.POSITIVE_INFINITY)
        for (const batch of batches) take(store, { batch })
        const sent = batches.flat()
        const valid = sent.filter(({ type }) => type === 'identify')
        const first = valid.filter(
          (one, index) => valid.findIndex((other) => other['messageId'] === one['messageId']) === index,
        )
        expect(readUserIds(store)).toEqual(first.map(({ userId }) => userId))
        expect(store.counts()).toMatchObject({
          events: sent.length,
          accepted: first.length,
          rejected: sent.length - valid.length,
          duplicates: valid.length - first.length,
        })
      }),
    )
  })

  test('of more events than it may keep it forgets the oldest, but counts them and knows their messageIds', () => {
    const store = new EventStore(2)
    take(store, { batch: [identify('u1', 'm1'), identify('u2', 'm2'), identify('u3', 'm3')] })
    take(store, { batch: [identify('u1', 'm1')] })
    expect(readUserIds(store)).toEqual(['u2', 'u3'])
    expect(store.counts()).toMatchObject({ accepted: 3, duplicates: 1, byType: { identify: 3 } })
  })

  test.each([
    [{ region: 'eu-west-1' as const }, ['u3']],
    [{ writeKey: 'other' }, ['u3']],
    [{ type: 'page' as const }, ['u2']],
    [{ messageId: 'm1' }, ['u1']],
    [{ userId: 'u2' }, ['u2']],
    [{ userId: '4' }, [4]],
    [{ region: 'us-west-2' as const, userId: 'u3' }, []],
  ])('%j finds %j', (filter, userIds) => {
    const store = new EventStore(100)
    take(store, {
      batch: [identify('u1', 'm1'), { type: 'page', userId: 'u2' }, { type: 'screen', userId: 4 }],
    })
    take(store, { batch: [identify('u3')], region: 'eu-west-1', writeKey: 'other' })
    expect(Array.from(store.accepted(filter), (event) => readStoredEvent(event).payload['userId'])).toEqual(
      userIds,
    )
  })
})
