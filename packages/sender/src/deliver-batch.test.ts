import { describe, expect, test } from '@jest/globals'
import { createMetrics } from '@sluice/shared/runtime'
import type { BatchEvent } from './batcher/index.ts'
import { createDelivery } from './deliver-batch.ts'
import type { Claim, Fence } from './fence/index.ts'
import type { Holds } from './holds/index.ts'
import { createSizes } from './sizes.ts'
import { createSendMeter } from './meter.ts'
import { createTarget } from './target.ts'
import type { TrackingResponse } from './tracking-api/index.ts'

const TARGET = createTarget({ region: 'us-west-2', writeKey: 'key' })
const claimOf = (sync: string): Claim => ({ sync, chunk: 1, lease: { readLeftMs: async () => 60_000 } })
const [FIRST, SECOND] = [claimOf('sync-1'), claimOf('sync-2')]
/** Of two syncs, by turns. */
const EVENTS = ['1', '2', '3', '4'].map((text, index): BatchEvent => ({
  line: Buffer.from(text),
  claim: index % 2 === 0 ? FIRST : SECOND,
  ticket: { isOver: false },
}))
const { signal: never } = new AbortController()

const status = (code: number, retryAfter: string | null = null): TrackingResponse => ({
  kind: 'answer',
  status: code,
  code: null,
  content: code < 300 ? 'accepted' : 'refusal',
  retryAfter,
  rateLimitReset: null,
})

/** A fence that lets everything through. */
const OPEN: Fence = {
  ask: async () => ({ allows: () => true, isFresh: () => true, readNow: () => Date.now() }),
}

/** A delivery over an API that answers by the events in the body, and holds in memory. */
function createTestDelivery(
  respond: (events: string, post: number) => TrackingResponse,
  {
    signal = never,
    quickMs = 60_000,
    fence = OPEN,
  }: { readonly signal?: AbortSignal; readonly quickMs?: number; readonly fence?: Fence } = {},
) {
  const posts: string[] = []
  const spent: number[] = []
  const logged: object[] = []
  const sentAts = new Set<string>()
  let heldUntilMs: number | null = null
  const holds: Holds = {
    read: async () => heldUntilMs,
    hold: async (_target, holdMs) => void (heldUntilMs = performance.now() + holdMs),
  }
  const deliver = createDelivery({
    api: {
      post: async (_target, body, mayGoOn) => {
        if (!(await mayGoOn())) return { kind: 'withdrawn' }
        const { batch, sentAt } = JSON.parse(body.toString('utf8')) as { batch: number[]; sentAt: string }
        posts.push(batch.join(''))
        sentAts.add(sentAt)
        return respond(batch.join(''), posts.length)
      },
      close: async () => {},
    },
    holds,
    fence,
    meter: createSendMeter(createMetrics()),
    budgets: { spend: async (_target, events) => void spent.push(events) },
    log: {
      info: (fields: object) => void logged.push(fields),
      warn: (fields: object) => void logged.push(fields),
    },
    retry: { retries: 2, minDelayMs: 5, quickMs },
    signal,
    sizes: createSizes(),
    now: () => performance.now(),
  })
  return { posts, sentAts, holds, spent, logged, run: () => deliver(TARGET, EVENTS) }
}

describe('a delivery', () => {
  test('repeats what is unavailable, each attempt with an instant of its own, and tells what came in the end', async () => {
    const { run, posts, sentAts } = createTestDelivery((_events, post) => status(post < 3 ? 500 : 200))
    expect(await run()).toEqual(EVENTS.map(() => ({ kind: 'delivered' })))
    expect(posts).toEqual(['1234', '1234', '1234'])
    expect(sentAts.size).toBe(3)
  })

  test('leaves events undecided when a few attempts did not get through', async () => {
    const { run, posts } = createTestDelivery(() => ({ kind: 'no answer', reason: 'ECONNRESET' }))
    expect(await run()).toEqual(
      EVENTS.map(() => ({
        kind: 'undecided',
        reason: 'ECONNRESET',
        notBeforeMs: null,
        state: 'unavailable',
      })),
    )
    expect(posts).toHaveLength(3)
  })

  test.each([400, 401, 403, 404, 413, 429])('never repeats a %i', async (code) => {
    const { run, posts } = createTestDelivery(() => status(code))
    await run()
    expect(new Set(posts).size).toBe(posts.length)
  })

  test('blames the guilty event alone', async () => {
    const { run, posts } = createTestDelivery((events) => status(events.includes('3') ? 400 : 200))
    expect((await run()).map(({ kind }) => kind)).toEqual(['delivered', 'delivered', 'dead', 'delivered'])
    expect(posts).toEqual(['1234', '12', '3', '4'])
  })

  test('keeps what halving has found and tries no further once a part stays undecided', async () => {
    const { run, posts } = createTestDelivery((events) => {
      if (events === '1') return status(200)
      return status(events === '2' ? 503 : 400)
    })
    expect((await run()).map(({ kind }) => kind)).toEqual([
      'delivered',
      'undecided',
      'undecided',
      'undecided',
    ])
    expect(posts).toEqual(['1234', '12', '1', '2', '2', '2'])

    const other = createTestDelivery((events) => (events.length > 2 ? status(400) : status(429, '60')))
    expect((await other.run()).map(({ kind }) => kind)).toEqual(EVENTS.map(() => 'undecided'))
    expect(other.posts).toEqual(['1234', '12'])
  })

  test('holds the target after a 429, and asks nothing while it is held', async () => {
    const { run, posts, holds } = createTestDelivery(() => status(429, '60'))
    const startedMs = performance.now()
    await run()
    expect(await holds.read(TARGET)).toBeGreaterThanOrEqual(startedMs + 60_000)
    expect((await run()).map(({ kind }) => kind)).toEqual(EVENTS.map(() => 'undecided'))
    expect(posts).toHaveLength(1)
  })

  test('repeats nothing that took long: the job itself waits for what hangs', async () => {
    const { run, posts } = createTestDelivery(() => status(503), { quickMs: 0 })
    expect((await run()).map(({ kind }) => kind)).toEqual(EVENTS.map(() => 'undecided'))
    expect(posts).toHaveLength(1)
  })

  test('asks for the budget of every request, the repeated and the halved ones too', async () => {
    const { run, spent } = createTestDelivery((events, post) => {
      if (post === 1) return status(503)
      return status(events.includes('3') ? 400 : 200)
    })
    await run()
    expect(spent).toEqual([4, 4, 2, 1, 1])
  })

  test('names the syncs of a batch in every line that speaks of it', async () => {
    const { run, logged } = createTestDelivery((_events, post) =>
      post === 1 ? status(400) : post === 2 ? status(503) : status(429),
    )
    await run()
    expect(logged.length).toBeGreaterThan(3)
    for (const fields of logged) expect(fields).toMatchObject({ syncs: ['sync-1', 'sync-2'], syncCount: 2 })
  })

  test.each([
    [200, 'delivered'],
    [503, 'undecided'],
  ])('repeats nothing more once the process stops, and counts a %i that came', async (code, kind) => {
    const stopping = new AbortController()
    const { run, posts } = createTestDelivery(
      () => {
        stopping.abort(new Error('stopping'))
        return status(code)
      },
      { signal: stopping.signal },
    )
    expect((await run()).map((outcome) => outcome.kind)).toEqual(EVENTS.map(() => kind))
    expect(posts).toHaveLength(1)
    expect((await run()).map((outcome) => outcome.kind)).toEqual(EVENTS.map(() => 'undecided'))
    expect(posts).toHaveLength(1)
  })
})
