import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Deferral, SEND_QUEUE, createPayloadOwner, type SendPayload } from '@sluice/shared/queues'
import { findBillingMonth } from '@sluice/shared/domain'
import { countCalls, readSync, type Database } from '@sluice/shared/store'
import { accountForCalls, askForCalls, type CallsLeft } from './ask-for-calls.ts'
import { createSendProcessor, type SendDeps } from './processor.ts'
import { createExecution } from './testing/create-execution.ts'
import { openDeps } from './testing/open-deps.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

let scene: Scene
let db: Database
/** Two senders that know nothing of each other. */
let senders: readonly [SendDeps, SendDeps]
beforeAll(async () => {
  scene = await openScene()
  db = scene.context.db
  senders = [openDeps(scene), openDeps(scene)]
})
afterEach(() => {
  scene.emulator.setFaults([])
  scene.emulator.reset()
})
afterAll(() => scene.close())

/** A destination that may make so many calls in a month. */
const limit = async (id: string, maxCallsPerMonth: number): Promise<void> => {
  await scene.addDestination({ id, writeKey: `key-${id}`, region: 'us-west-2', maxCallsPerMonth })
  for (const { destinations } of senders) destinations.forget()
}
/** Runs a job; true when it was put off. */
const run = async (job: SendPayload, deps: SendDeps): Promise<boolean> => {
  const execution = await createExecution(scene, job)
  try {
    await createSendProcessor(deps)(execution)
    return false
  } catch (error) {
    if (error instanceof Deferral) return true
    throw error
  }
}
/** Runs all jobs at once, each in one sender or the other. */
const runAll = (jobs: readonly SendPayload[]): Promise<readonly boolean[]> =>
  Promise.all(jobs.map((job, index) => run(job, senders[index % 2 === 0 ? 0 : 1])))
const countMade = (id: string): Promise<number> => countCalls(db, id, findBillingMonth(new Date()))
const countArrived = (): number => new Set(scene.emulator.events().map(({ messageId }) => messageId)).size
/** What was made and reserved was so in the month before. */
const beginNextMonth = async (): Promise<void> => {
  await db.query(`update sluice.deliveries set at = at - interval '32 days'`)
  await db.query(`update sluice.reserved_calls set month = month - 32`)
}
const readState = async (id: string): Promise<unknown> =>
  (await db.query('select state, state_reason, state_until from sluice.destinations where id = $1', [id]))
    .rows[0]

test('no more calls than max_calls_per_month are made by however many senders, and the rest goes once more may be', async () => {
  await limit('few', 700)
  const jobs = await scene.addSync('few', [400, 400, 200])
  expect((await runAll(jobs)).includes(true)).toBe(true)
  expect(countArrived()).toBe(700)
  expect(await countMade('few')).toBe(700)
  expect((await runAll(jobs)).includes(true)).toBe(true)
  expect(scene.emulator.events()).toHaveLength(700)

  const reason = 'the 700 calls of max_calls_per_month are used'
  const monthEnd = new Date(findBillingMonth(new Date()).to)
  const state = (await readState('few')) as { readonly state_until: Date }
  expect(state).toMatchObject({ state: 'held', state_reason: reason })
  expect(Math.abs(state.state_until.getTime() - monthEnd.getTime())).toBeLessThan(60_000)
  const waiting = (await readSync(db, jobs[0]?.sync ?? ''))?.waiting
  expect(waiting?.reason).toBe(`destination few is held (${reason})`)

  await limit('few', 1_000)
  expect(await runAll(jobs)).toEqual([false, false, false])
  expect(countArrived()).toBe(1_000)
  expect(scene.emulator.duplicates()).toEqual([])
  expect(await readSync(db, jobs[0]?.sync ?? '')).toMatchObject({
    delivered: 1_000,
    inFlight: 0,
    waiting: null,
  })
  expect(await countMade('few')).toBe(1_000)
  expect((await db.query('select from sluice.reserved_calls')).rows).toEqual([])
  expect(await readState('few')).toMatchObject({ state: 'ok' })
})

test('none is made twice when Redis loses what was known of a chunk, and a sender dies between posting and settling', async () => {
  await limit('lost', 60)
  const [job] = await scene.addSync('lost', [100])
  if (job === undefined) throw new Error('no job')
  const owner = createPayloadOwner(SEND_QUEUE, job)
  const payload = (await scene.context.payloads.get(owner)) ?? Buffer.alloc(0)
  const dying = {
    ...senders[0],
    payloads: { ...senders[0].payloads, put: () => Promise.reject(new Error('killed')) },
  }
  await expect(run(job, dying)).rejects.toThrow('killed')
  for (const sender of senders) {
    await scene.context.payloads.remove(SEND_QUEUE.jobId(job), `${SEND_QUEUE.jobId(job)}-progress`)
    await scene.context.payloads.put(owner, payload)
    expect(await run(job, sender)).toBe(true)
  }
  // The same ones each time: Segment counts a messageId once.
  expect(countArrived()).toBe(60)
  expect(await countMade('lost')).toBe(60)
})

test('a chunk that the months divide goes in each as far as its calls do, is counted there, and has a deadline from then on', async () => {
  await limit('long', 30)
  const [job] = (await scene.addSync('long', [100])) as [SendPayload]
  for (const arrived of [30, 60, 90]) {
    expect(await run(job, senders[0])).toBe(true)
    expect(await run(job, senders[1])).toBe(true)
    expect(countArrived()).toBe(arrived)
    const { rows } = await db.query(
      `select from sluice.deliveries where destination_id = 'long' and delivered = 30 and users is not null`,
    )
    expect(rows).toHaveLength(arrived / 30)
    expect(await countMade('long')).toBe(30)
    await beginNextMonth()
  }
  // It was cut months ago; an outage of one moment is no end of it.
  await db.query(`update sluice.chunks set enqueued_at = now() - interval '90 days' where sync_id = $1`, [
    job.sync,
  ])
  scene.emulator.setFaults([{ action: { type: 'status', status: 503 } }])
  expect(await run(job, senders[0])).toBe(true)
  scene.emulator.setFaults([])
  expect(await run(job, senders[1])).toBe(false)
  expect(scene.emulator.duplicates()).toEqual([])
  expect(await countMade('long')).toBe(10)
  expect(await readSync(db, job.sync)).toMatchObject({ delivered: 100, dead: 0 })
})

test('what was not delivered for sure reserves nothing when its job is put off, and a lost Redis makes no call twice', async () => {
  await limit('outage', 20)
  const [first, second] = (await scene.addSync('outage', [20, 20])) as [SendPayload, SendPayload]
  const payload = await scene.context.payloads.get(createPayloadOwner(SEND_QUEUE, first))
  scene.emulator.setFaults([{ action: { type: 'status', status: 503 } }])
  expect(await run(first, senders[0])).toBe(true)
  expect(await countMade('outage')).toBe(0)
  scene.emulator.setFaults([])
  await limit('outage', 5)
  expect(await run(first, senders[0])).toBe(true)
  await scene.context.payloads.remove(SEND_QUEUE.jobId(first), `${SEND_QUEUE.jobId(first)}-progress`)
  await scene.context.payloads.put(createPayloadOwner(SEND_QUEUE, first), payload ?? Buffer.alloc(0))
  expect(await run(first, senders[1])).toBe(true)
  expect(countArrived()).toBe(5)
  await limit('outage', 40)
  expect(await runAll([first, second])).toEqual([false, false])
  expect(countArrived()).toBe(40)
  expect(await countMade('outage')).toBe(40)

  const [canceled] = (await scene.addSync('outage', [10])) as [SendPayload]
  await limit('outage', 44)
  expect(await run(canceled, senders[0])).toBe(true)
  await db.query(`update sluice.syncs set status = 'canceled', finished_at = now() where id = $1`, [
    canceled.sync,
  ])
  expect(await run(canceled, senders[0])).toBe(false)
  expect(await countMade('outage')).toBe(44)
})

test('a run gives back what it has reserved, and never what the next one has', async () => {
  await limit('two', 10)
  const [job] = (await scene.addSync('two', [10])) as [SendPayload]
  const ask = async (): Promise<CallsLeft> => {
    const asked = await askForCalls(
      { db, now: () => 0 },
      { id: 'two', maxCallsPerMonth: 10, billingDay: null },
      job,
    )
    if (asked === null) throw new Error('no limit')
    return asked
  }
  const first = await ask()
  const second = await ask()
  await accountForCalls(senders[0], job, first)
  expect(await countMade('two')).toBe(10)
  await accountForCalls(senders[0], job, { ...second, doubted: 0 })
  expect(await countMade('two')).toBe(0)
})

test('what is held goes by itself when the next month begins, and a destination without a limit reserves nothing', async () => {
  await limit('next', 10)
  const jobs = await scene.addSync('next', [10, 10])
  await run(jobs[0] as SendPayload, senders[0])
  expect(await run(jobs[1] as SendPayload, senders[1])).toBe(true)
  await beginNextMonth()
  expect(await run(jobs[1] as SendPayload, senders[1])).toBe(false)
  expect(countArrived()).toBe(20)

  await scene.addDestination({ id: 'free', writeKey: 'key-free', region: 'us-west-2' })
  for (const { destinations } of senders) destinations.forget()
  const [free] = await scene.addSync('free', [10])
  const asked: string[] = []
  const watching = {
    ...senders[0],
    db: {
      ...db,
      query: ((text, values, name) => (asked.push(text), db.query(text, values, name))) as Database['query'],
    },
  }
  await run(free as SendPayload, watching)
  expect(asked.join()).not.toContain('insert into sluice.reserved_calls')
})
