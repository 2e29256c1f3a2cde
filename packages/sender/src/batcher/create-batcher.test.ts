import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { BATCH_LIMITS, createBatchBody, type EventOutcome } from '../core/index.ts'
import type { Claim } from '../fence/index.ts'
import { createTarget, type Target } from '../target.ts'
import { createBatcher, type Batcher, type Deliver } from './create-batcher.ts'
import type { LaneOptions } from './lane.ts'
import { createByteBudget } from './byte-budget.ts'
import { createManualDelivery } from './testing/create-manual-delivery.ts'

const OPTIONS: LaneOptions = { lingerMs: 1, requestsInFlight: 2, stayMs: 2 ** 30, graceMs: 2 ** 30 }
/** One key alone has room for four callers. */
const BUDGET = {
  bytes: 36,
  leastBytes: 1,
  mostBytes: 36,
  waiters: 1_000,
  patienceMs: 30_000,
}
const DELIVERED: EventOutcome = { kind: 'delivered' }
const DEAD: EventOutcome = { kind: 'dead', code: 'rejected', reason: 'HTTP 400' }
const UNDECIDED: EventOutcome = { kind: 'undecided', reason: 'HTTP 503', notBeforeMs: null }
const [US, EU] = [
  createTarget({ region: 'us-west-2', writeKey: 'one' }),
  createTarget({ region: 'eu-west-1', writeKey: 'one' }),
] as const
const { signal } = new AbortController()
const claimOf = (sync: string): Claim => ({ sync, chunk: 1, lease: { readLeftMs: async () => 60_000 } })
const CLAIM = claimOf('a-sync')

const create = (
  deliver: Deliver,
  options: Partial<LaneOptions> = {},
  byteBudget = createByteBudget(BUDGET),
): Batcher => createBatcher(deliver, byteBudget, { ...OPTIONS, ...options })

async function send(
  batcher: Batcher,
  target: Target,
  lines: readonly string[],
  sync = 'a-sync',
): Promise<readonly EventOutcome[]> {
  const entry = await batcher.enter(target, { bytes: 1, claim: claimOf(sync), signal })
  if (entry.kind !== 'place') return lines.map(() => (entry.kind === 'full' ? UNDECIDED : entry))
  try {
    return await entry.add(lines.map((line) => Buffer.from(line)))
  } finally {
    entry.leave()
  }
}

describe('the batcher', () => {
  test('gives each caller the outcomes of its own events, each posted once and to its own target, however calls interleave', async () => {
    const callers = fc.array(
      fc.record({
        isEu: fc.boolean(),
        events: fc.integer({ min: 0, max: 900 }),
        bytes: fc.integer({ min: 0, max: 2_000 }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(callers, fc.scheduler(), async (work, scheduler) => {
        const posted: string[] = []
        const inFlight = new Map<Target, number>()
        const batcher = create(async (target, events) => {
          const lines = events.map(({ line }) => line)
          inFlight.set(target, (inFlight.get(target) ?? 0) + 1)
          expect(inFlight.get(target)).toBeLessThanOrEqual(OPTIONS.requestsInFlight)
          expect(lines.length).toBeLessThanOrEqual(BATCH_LIMITS.events)
          expect(createBatchBody(lines, new Date()).length).toBeLessThanOrEqual(BATCH_LIMITS.bodyBytes)
          const texts = lines.map((line) => line.toString('utf8'))
          expect(texts.every((text) => text.startsWith(target.region))).toBe(true)
          posted.push(...texts)
          await scheduler.schedule(Promise.resolve())
          inFlight.set(target, (inFlight.get(target) ?? 0) - 1)
          return texts.map((text) => (text.includes(' odd ') ? DEAD : DELIVERED))
        })

        const jobs = work.map(async ({ isEu, events, bytes }, caller) => {
          const target = isEu ? EU : US
          const lines = Array.from(
            { length: events },
            (_none, event) =>
              `${target.region} ${event % 2 === 1 ? 'odd' : 'even'} ${caller}-${event} ${'x'.repeat(bytes)}`,
          )
          const outcomes = await send(batcher, target, lines)
          expect(outcomes).toEqual(lines.map((_line, event) => (event % 2 === 1 ? DEAD : DELIVERED)))
          return lines
        })
        const sent = (await scheduler.waitFor(Promise.all(jobs))).flat()
        // As one text each: comparing thousands of long lines one by one takes jest seconds.
        expect(posted.toSorted().join('\n') === sent.toSorted().join('\n')).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('gathers the events of several callers into one request, in their order, and names their syncs', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = create(deliver)
    const jobs = ['a', 'b', 'c'].map((line) => send(batcher, US, [line], `sync-${line}`))
    const request = await call(0)
    expect(request.lines).toEqual(['a', 'b', 'c'])
    expect(request.syncs).toEqual(['sync-a', 'sync-b', 'sync-c'])
    request.answer(DELIVERED)
    await Promise.all(jobs)
    expect(calls).toHaveLength(1)
  })

  test('does not linger once everybody who could join is waiting', async () => {
    const { deliver, call } = createManualDelivery()
    const batcher = create(deliver, { lingerMs: 2 ** 30, stayMs: 50 })
    const jobs = ['a', 'b', 'c', 'd', 'one too many'].map((line) => send(batcher, US, [line]))
    const request = await call(0)
    expect(request.lines).toEqual(['a', 'b', 'c', 'd'])
    request.answer(DELIVERED)
    const outcomes = (await Promise.all(jobs)).flat()
    expect(outcomes.map(({ kind }) => kind)).toEqual([...Array(4).fill('delivered'), 'undecided'])
  })

  test('makes no batch larger than what may be sent in a second', async () => {
    const sizes: number[] = []
    const batcher = create(async (_target, lines) => {
      sizes.push(lines.length)
      return lines.map(() => DELIVERED)
    })
    const target = createTarget(
      { region: 'us-west-2', writeKey: 'slow' },
      { eventsPerSecond: 10, requestsPerSecond: 1 },
    )
    await send(
      batcher,
      target,
      Array.from({ length: 25 }, (_none, n) => `${n}`),
    )
    expect(sizes).toEqual([10, 10, 5])
  })

  test('does not let targets that hang delay another, though each of them has filled its lane', async () => {
    const byteBudget = createByteBudget({ ...BUDGET, bytes: 400, patienceMs: 1 })
    const started = new Set<Target>()
    let release = (): void => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const batcher = create(
      async (target, lines) => {
        if (target === EU) return lines.map(() => DELIVERED)
        started.add(target)
        await released
        return lines.map(() => UNDECIDED)
      },
      {},
      byteBudget,
    )
    const keys = Array.from({ length: 50 }, (_none, n) =>
      createTarget({ region: 'us-west-2', writeKey: `${n}` }),
    )
    const hanging = keys.flatMap((key) =>
      Array.from({ length: 10 }, (_none, n) => send(batcher, key, [`${n}`])),
    )
    while (started.size < keys.length) await new Promise(setImmediate)
    expect(await send(batcher, EU, ['other'])).toEqual([DELIVERED])
    expect(byteBudget.takenBytes).toBeLessThan(400)
    release()
    expect((await Promise.all(hanging)).flat().every(({ kind }) => kind === 'undecided')).toBe(true)
    expect(byteBudget.takenBytes).toBe(0)
  })

  test('gives back what waits behind a batch that stays undecided, and then tries one request at a time', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = create(deliver, { requestsInFlight: 1 })
    const first = send(batcher, US, ['first'])
    const failing = await call(0)
    const behind = send(batcher, US, ['behind'])
    // `behind` is in the lane once the microtasks of its entry have run.
    await new Promise((resolve) => setImmediate(resolve))
    failing.answer(UNDECIDED)
    expect(await first).toEqual([UNDECIDED])
    expect(await behind).toEqual([UNDECIDED])
    expect(calls).toHaveLength(1)

    const probe = send(batcher, US, ['probe'])
    const probing = await call(1)
    expect(await send(batcher, US, ['turned away'])).toEqual([UNDECIDED])
    probing.answer(DELIVERED)
    expect(await probe).toEqual([DELIVERED])

    const after = send(batcher, US, ['after'])
    const last = await call(2)
    last.answer(DELIVERED)
    expect(await after).toEqual([DELIVERED])
  })

  test('lets one caller at a time try a target that fails', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = create(deliver)
    const first = send(batcher, US, ['first'])
    const failing = await call(0)
    failing.answer(UNDECIDED)
    await first

    const probe = await batcher.enter(US, { bytes: 1, claim: CLAIM, signal })
    if (probe.kind !== 'place') throw new Error('no place')
    // Before the probe has even sent anything.
    expect(await batcher.enter(US, { bytes: 1, claim: CLAIM, signal })).toEqual(UNDECIDED)
    const probing = probe.add([Buffer.from('probe')])
    const request = await call(1)
    request.answer(DELIVERED)
    expect(await probing).toEqual([DELIVERED])
    expect(await batcher.enter(US, { bytes: 1, claim: CLAIM, signal })).toMatchObject({ kind: 'place' })
    probe.leave()
    expect(calls).toHaveLength(2)
  })

  test('gives back what has waited for long, and keeps what was posted', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = create(deliver, { requestsInFlight: 1, stayMs: 20 })
    const target = createTarget(
      { region: 'us-west-2', writeKey: 'slow' },
      { eventsPerSecond: 2, requestsPerSecond: 1 },
    )
    const job = send(batcher, target, ['a', 'b', 'c', 'd'])
    const request = await call(0)
    const behind = await send(batcher, target, ['e'])
    expect(behind).toEqual([
      { kind: 'undecided', reason: 'the write key is busy', notBeforeMs: 0, isUnsent: true },
    ])
    request.answer(DELIVERED)
    expect((await job).map(({ kind }) => kind)).toEqual(['delivered', 'delivered', 'undecided', 'undecided'])
    expect(calls).toHaveLength(1)
  })

  test('fails the callers of a delivery that fails unexpectedly, and goes on', async () => {
    const { deliver, call } = createManualDelivery()
    const batcher = create(deliver)
    const job = send(batcher, US, ['a'])
    const failing = await call(0)
    failing.fail(new Error('a bug'))
    await expect(job).rejects.toThrow('a bug')

    const next = send(batcher, US, ['b'])
    const request = await call(1)
    request.answer(DELIVERED)
    expect(await next).toEqual([DELIVERED])
  })

  test('gives back at once what a caller that has to stop has not posted, and tells what became of the rest', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = create(deliver, { requestsInFlight: 1 })
    const stopping = new AbortController()
    const target = createTarget(
      { region: 'us-west-2', writeKey: 'slow' },
      { eventsPerSecond: 1, requestsPerSecond: 1 },
    )
    const entry = await batcher.enter(target, { bytes: 1, claim: CLAIM, signal: stopping.signal })
    if (entry.kind !== 'place') throw new Error('no place')
    const stopped = entry.add(['a', 'b'].map((line) => Buffer.from(line)))
    const request = await call(0)
    stopping.abort(new Error('stopping'))
    request.answer(DELIVERED)
    expect(await stopped).toEqual([
      DELIVERED,
      { kind: 'undecided', reason: 'the sender stops', notBeforeMs: 0, isUnsent: true },
    ])
    expect((await entry.add([Buffer.from('c')])).map(({ kind }) => kind)).toEqual(['undecided'])
    entry.leave()
    expect(calls).toHaveLength(1)
  })

  test('lets a caller that has to stop go when the answer does not come in time', async () => {
    const { deliver, call } = createManualDelivery()
    const batcher = create(deliver, { graceMs: 1 })
    const stopping = new AbortController()
    const entry = await batcher.enter(US, { bytes: 1, claim: CLAIM, signal: stopping.signal })
    if (entry.kind !== 'place') throw new Error('no place')
    const stopped = entry.add([Buffer.from('a')])
    const request = await call(0)
    stopping.abort(new Error('stopping'))
    expect((await stopped).map(({ kind }) => kind)).toEqual(['undecided'])
    // Too late: it was told as undecided, and is sent again.
    request.answer(DELIVERED)
    entry.leave()
  })
})
