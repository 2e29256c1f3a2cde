import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { BATCH_LIMITS, createBatchBody, type EventOutcome } from '../core/index.ts'
import { createTarget, type Target } from '../target.ts'
import { createBatcher, type Batcher } from './create-batcher.ts'
import type { LaneOptions } from './lane.ts'

const OPTIONS: LaneOptions = { places: 4, patienceMs: 30_000, lingerMs: 1, requestsInFlight: 2 }
const DELIVERED: EventOutcome = { kind: 'delivered' }
const DEAD: EventOutcome = { kind: 'dead', code: 'rejected', reason: 'HTTP 400' }
const UNDECIDED: EventOutcome = { kind: 'undecided', reason: 'HTTP 503', notBeforeMs: null }
const [US, EU] = [
  createTarget({ region: 'us-west-2', writeKey: 'one' }),
  createTarget({ region: 'eu-west-1', writeKey: 'one' }),
] as const
const { signal } = new AbortController()

async function send(
  batcher: Batcher,
  target: Target,
  lines: readonly string[],
): Promise<readonly EventOutcome[]> {
  const entry = await batcher.enter(target, signal)
  if (entry.kind !== 'place') return lines.map(() => (entry.kind === 'full' ? UNDECIDED : entry))
  try {
    return await entry.add(lines.map((line) => Buffer.from(line)))
  } finally {
    entry.leave()
  }
}

/** A delivery that answers when it is told to. */
function createManualDelivery() {
  const calls: { lines: string[]; answer: (outcome: EventOutcome) => void; fail: (error: Error) => void }[] =
    []
  const arrived: (() => void)[] = []
  return {
    calls,
    deliver: (_target: Target, lines: readonly Buffer[]) =>
      new Promise<readonly EventOutcome[]>((resolve, reject) => {
        calls.push({
          lines: lines.map(String),
          answer: (outcome) => resolve(lines.map(() => outcome)),
          fail: reject,
        })
        for (const notify of arrived.splice(0)) notify()
      }),
    call: async (number: number) => {
      while (calls[number] === undefined) await new Promise<void>((resolve) => arrived.push(resolve))
      return calls[number]
    },
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
        const batcher = createBatcher(async (target, lines) => {
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
        }, OPTIONS)

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

  test('gathers the events of several callers into one request, in their order', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = createBatcher(deliver, OPTIONS)
    const jobs = ['a', 'b', 'c'].map((line) => send(batcher, US, [line]))
    const request = await call(0)
    expect(request.lines).toEqual(['a', 'b', 'c'])
    request.answer(DELIVERED)
    await Promise.all(jobs)
    expect(calls).toHaveLength(1)
  })

  test('does not linger once everybody who could join is waiting', async () => {
    const { deliver, call } = createManualDelivery()
    const batcher = createBatcher(deliver, { ...OPTIONS, lingerMs: 2 ** 30 })
    const jobs = ['a', 'b', 'c', 'd'].map((line) => send(batcher, US, [line]))
    const request = await call(0)
    expect(request.lines).toEqual(['a', 'b', 'c', 'd'])
    request.answer(DELIVERED)
    await Promise.all(jobs)
  })

  test('does not let a target that hangs delay another, though its lane is full', async () => {
    const { deliver, call } = createManualDelivery()
    const batcher = createBatcher(
      (target, lines) =>
        target === US ? deliver(target, lines) : Promise.resolve(lines.map(() => DELIVERED)),
      { ...OPTIONS, patienceMs: 1 },
    )
    const hanging = Array.from({ length: 10 }, (_none, n) => send(batcher, US, [`${n}`]))
    const request = await call(0)
    expect(await send(batcher, EU, ['other'])).toEqual([DELIVERED])
    request.answer(DELIVERED)
    // Four had a place, six were turned away.
    const outcomes = (await Promise.all(hanging)).flat()
    expect(outcomes.filter(({ kind }) => kind === 'delivered')).toHaveLength(4)
  })

  test('gives back what waits behind a batch that stays undecided, and then tries one request at a time', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = createBatcher(deliver, { ...OPTIONS, requestsInFlight: 1 })
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

  test('gives back at once what comes behind the one request of a target in trouble', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = createBatcher(deliver, OPTIONS)
    const first = send(batcher, US, ['first'])
    const failing = await call(0)
    failing.answer(UNDECIDED)
    await first

    // In the lane before the probe left, with events that come after it.
    const early = await batcher.enter(US, signal)
    if (early.kind !== 'place') throw new Error('no place')
    const probe = send(batcher, US, ['probe'])
    const probing = await call(1)
    expect(await early.add([Buffer.from('early')])).toEqual([UNDECIDED])
    early.leave()
    probing.answer(DELIVERED)
    expect(await probe).toEqual([DELIVERED])
    expect(calls).toHaveLength(2)
  })

  test('fails the callers of a delivery that fails unexpectedly, and goes on', async () => {
    const { deliver, call } = createManualDelivery()
    const batcher = createBatcher(deliver, OPTIONS)
    const job = send(batcher, US, ['a'])
    const failing = await call(0)
    failing.fail(new Error('a bug'))
    await expect(job).rejects.toThrow('a bug')

    const next = send(batcher, US, ['b'])
    const request = await call(1)
    request.answer(DELIVERED)
    expect(await next).toEqual([DELIVERED])
  })

  test('lets a caller go that is told to stop, and posts none of its waiting events', async () => {
    const { deliver, call, calls } = createManualDelivery()
    const batcher = createBatcher(deliver, { ...OPTIONS, requestsInFlight: 1 })
    const first = send(batcher, US, ['first'])
    const request = await call(0)

    const stopping = new AbortController()
    const entry = await batcher.enter(US, stopping.signal)
    if (entry.kind !== 'place') throw new Error('no place')
    const stopped = entry.add([Buffer.from('stopped')])
    stopping.abort(new Error('stopping'))
    await expect(stopped).rejects.toThrow('stopping')
    entry.leave()

    request.answer(DELIVERED)
    await first
    const next = send(batcher, US, ['next'])
    const last = await call(1)
    last.answer(DELIVERED)
    await next
    expect(calls.flatMap(({ lines }) => lines)).toEqual(['first', 'next'])
  })
})
