import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Schedule } from '@sluice/shared/domain'
import {
  TICK_QUEUE,
  connectRedis,
  openQueue,
  startWorker,
  type RedisConnection,
  type TickPayload,
  type TypedQueue,
  type WorkerObserver,
} from '@sluice/shared/queues'
import { openDatabase, recordMapping, type Database } from '@sluice/shared/store'
import { createSecretBox } from '@sluice/shared/secrets'
import {
  SEED_MAPPING,
  seedConfig,
  createControlDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
  waitFor,
  type TestDatabase,
} from '@sluice/shared/testing'
import { planRepeat, reconcileSchedules } from './schedules.ts'

const NOW = Date.parse('2026-01-01T00:07:00Z')

test.each([
  [{ every: '15m' }, { every: 900_000, startDate: Date.parse('2026-01-01T00:15:00Z') }],
  [{ every: '1d' }, { every: 86_400_000, startDate: Date.parse('2026-01-02T00:00:00Z') }],
  [{ cron: '0 6 * * 1-5' }, { pattern: '0 6 * * 1-5', tz: 'UTC' }],
  [
    { cron: '0 6 * * *', timezone: 'Europe/Berlin' },
    { pattern: '0 6 * * *', tz: 'Europe/Berlin' },
  ],
  [{ every: 'often' }, null],
])('the schedule %j runs as %j', (schedule, repeat) => {
  expect(planRepeat(schedule, NOW)).toEqual(repeat)
})

const QUIET: WorkerObserver = {
  started: () => () => {},
  deferred: () => {},
  refused: () => {},
  failed: () => {},
  stalled: () => {},
  lost: () => {},
}

/** The next day of a zone that has no midnight: its first instant. */
function findChange(zone: string): Date {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hour12: false })
  const hours = Array.from(
    { length: 400 * 24 },
    (_, hour) => (Math.floor(Date.now() / 3_600_000) + 48 + hour) * 3_600_000,
  )
  const change = hours.find((hour) => clock.format(hour - 3_600_000) === '23' && clock.format(hour) === '01')
  if (change === undefined) throw new Error(`every day of ${zone} has a midnight`)
  return new Date(change)
}

describe('the job schedulers', () => {
  const prefix = createQueuePrefix()
  let testDatabase: TestDatabase
  let db: Database
  let redis: RedisConnection
  let tick: TypedQueue<TickPayload>

  beforeAll(async () => {
    const servers = readTestServers(process.env)
    testDatabase = await createControlDatabase(servers.databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'schedules test' })
    redis = await connectRedis(servers.redisUrl)
    tick = openQueue(TICK_QUEUE, { redis, prefix, onError: () => {} })
    const secrets = createSecretBox(Buffer.alloc(32).toString('base64'))
    await seedConfig(db, secrets, { mapping: null })
  })
  afterAll(async () => {
    await tick.close()
    await removePrefix(redis, prefix)
    await redis.quit()
    await db.close()
    await testDatabase.drop()
  })

  const setSchedule = (schedule: Schedule | null, enabled = true): Promise<void> =>
    recordMapping(db, { ...SEED_MAPPING, id: 'people', schedule, enabled })
  /** Has the next run taken before it is due, as a worker does whose clock is ahead. */
  const takeEarly = async (): Promise<void> => {
    const ticks: string[] = []
    const worker = startWorker(TICK_QUEUE, {
      redis,
      prefix,
      onError: () => {},
      concurrency: 1,
      process: ({ payload }) => Promise.resolve(void ticks.push(payload.mapping)),
      observer: QUIET,
    })
    for (const job of await tick.raw.getDelayed()) await job.promote()
    await waitFor('the run to be taken', () => ticks.length === 1)
    await worker.stop(0)
  }
  const readNext = async (nowMs = Date.now()): Promise<number[]> => {
    await reconcileSchedules(db, tick, nowMs)
    return (await tick.raw.getJobSchedulers()).map(({ next }) => next ?? 0)
  }

  test('follow the mappings: none, one, another, off', async () => {
    await setSchedule(null)
    expect(await readNext()).toEqual([])
    await setSchedule({ every: '15m' })
    const [next = 0] = await readNext()
    expect(next % 900_000).toBe(0)
    expect(await readNext()).toEqual([next])
    await setSchedule({ cron: '0 6 * * *' })
    const [atSix = 0] = await readNext()
    expect(new Date(atSix).getUTCHours()).toBe(6)
    await setSchedule({ cron: '0 6 * * *' }, false)
    expect(await readNext()).toEqual([])
  })

  test('run at the change of time when the clock leaves their time out, also after another run', async () => {
    const change = findChange('America/Santiago')
    const day = change.getUTCDate()
    await setSchedule({
      cron: `30 0 ${day - 1},${day} ${change.getUTCMonth() + 1} *`,
      timezone: 'America/Santiago',
    })
    const [before = 0] = await readNext()
    expect(new Date(before).toISOString()).toBe(
      new Date(change.getTime() - 86_400_000 + 1_800_000).toISOString(),
    )

    await takeEarly()
    const [known] = await tick.raw.getJobSchedulers()
    expect(new Date(known?.next ?? 0).toISOString()).toBe(change.toISOString())
  })

  test.each([
    ['every hour', { every: '1h' }],
    ['cron', { cron: '30 5 * * *' }],
  ] as const)('are begun anew when Redis has lost the job of their next run: %s', async (_what, schedule) => {
    await setSchedule(null)
    await readNext()
    await setSchedule(schedule)
    const [next = 0] = await readNext()
    const job = `${prefix}:tick:repeat:tick-people:${next}`
    for (const lost of [[job], [`${prefix}:tick:delayed`], [job, `${prefix}:tick:delayed`]]) {
      await redis.unlink(...lost)
      expect(await readNext()).toEqual([next])
      expect((await tick.raw.getDelayed()).map(({ data }) => data as TickPayload)).toEqual([
        { mapping: 'people' },
      ])
    }
  })

  test('hand out a run that no worker has taken though its run is due, by whatever clock; once', async () => {
    await setSchedule(null)
    await readNext()
    await setSchedule({ every: '1h' })
    const [next = 0] = await readNext()
    for (const nowMs of [next - 60_000, next + 1_000]) await readNext(nowMs)
    expect(await tick.raw.getWaiting()).toEqual([])
    for (const nowMs of [next + 10_000, next + 40_000]) await readNext(nowMs)
    expect((await tick.raw.getWaiting()).map(({ id, data }) => [id, data as TickPayload])).toEqual([
      ['tick-people', { mapping: 'people' }],
    ])
    await tick.raw.remove('tick-people')
  })

  test('start nothing at once: the first run is the next one on the grid', async () => {
    await setSchedule({ every: '1d' })
    await readNext()
    expect(await tick.raw.getJobCounts('waiting', 'active', 'delayed')).toEqual({
      waiting: 0,
      active: 0,
      delayed: 1,
    })
  })

  test('come to one run, however many were missed while no extractor ran', async () => {
    await setSchedule(null)
    await readNext()
    const missedFromMs = Date.now()
    await tick.raw.upsertJobScheduler(
      'tick-people',
      { every: 20 },
      { name: 'tick', data: { mapping: 'people' } },
    )
    await waitFor('many runs to be missed', () => Date.now() > missedFromMs + 400)
    const counts = await tick.raw.getJobCounts('waiting', 'active', 'delayed')
    expect((counts['waiting'] ?? 0) + (counts['delayed'] ?? 0)).toBe(1)
    await readNext()
  })
})
