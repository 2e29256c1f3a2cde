import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Schedule } from '@sluice/shared/domain'
import type { ExtractPayload, JobExecution, TickPayload } from '@sluice/shared/queues'
import {
  cancelSync,
  listSchedules,
  listSyncs,
  readDatabaseTime,
  recordEnabled,
  recordSchedules,
} from '@sluice/shared/store'
import { createTickProcessor } from './tick-processor.ts'
import { openExtraction, type Extraction } from '../testing/open-extraction.ts'

/** A schedule whose last time has passed long ago, and whose next one is far. */
const YEARLY = { cron: '0 6 1 1 *' }
const LONG_MS = 400 * 86_400_000

describe('a scheduled run', () => {
  let extraction: Extraction
  const started: ExtractPayload[] = []
  const outcomes: string[] = []

  beforeAll(async () => {
    extraction = await openExtraction({ rows: 2, bytes: 1_000_000 })
  })
  beforeEach(async () => {
    started.length = 0
    outcomes.length = 0
    await recordEnabled(extraction.db, 'mapping', 'people', true)
    await extraction.db.query('delete from sluice.syncs')
  })
  afterAll(() => extraction.close())

  const tick = (mapping: string, jobId = `tick-${mapping}`, signal = new AbortController().signal) => {
    const { db, log } = extraction.deps
    const extract = { add: async (payload: ExtractPayload) => void started.push(payload) }
    const meter = { countTick: (outcome: string) => void outcomes.push(outcome) }
    const processTick = createTickProcessor({ log, db, extract, meter })
    return processTick({ payload: { mapping }, jobId, signal } as JobExecution<TickPayload>)
  }
  /** Sets the schedule of the mapping, as if it had counted since so many ms before the control database's now. */
  const setSchedule = async (schedule: Schedule, agoMs: number): Promise<void> => {
    await recordSchedules(extraction.db, [{ mapping: 'people', schedule }])
    await extraction.db.query(
      `update sluice.schedules set since = date_trunc('milliseconds', now()) - make_interval(secs => $1)`,
      [agoMs / 1_000],
    )
  }
  const listStarted = () => listSyncs(extraction.db, { limit: 10 })
  const cancelAll = async (): Promise<void> => {
    for (const { id } of await listStarted()) await cancelSync(extraction.db, id)
  }

  test('that many extractors get at the same moment starts one sync', async () => {
    await setSchedule(YEARLY, LONG_MS)
    await Promise.all(Array.from({ length: 8 }, () => tick('people')))
    expect(started).toHaveLength(1)
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'early'), 'started'])
    expect(await listStarted()).toMatchObject([{ origin: 'schedule', status: 'queued' }])
  })

  test.each([
    ['repeat:tick-people:1893456000000', 'by the clock of a worker that is ahead'],
    ['tick-people', 'for a second time'],
  ])('that comes long before its time starts nothing: %s, %s', async (jobId) => {
    await setSchedule(YEARLY, 0)
    await tick('people', jobId)
    expect([started, outcomes]).toEqual([[], ['early']])
  })

  test('that comes a little early is waited for, by the clock of the control database', async () => {
    // Due within a second, wherever in it we are.
    await setSchedule({ every: '1s' }, 0)
    const [schedule] = await listSchedules(extraction.db)
    const dueMs = (Math.floor((schedule?.since.getTime() ?? 0) / 1_000) + 1) * 1_000
    await tick('people')
    expect(outcomes).toEqual(['started'])
    const { rows } = await extraction.db.query<{ created_at: Date }>('select created_at from sluice.syncs')
    expect(rows[0]?.created_at.getTime()).toBeGreaterThanOrEqual(dueMs)
  })

  test('is handed back when its worker has to stop while it waits', async () => {
    const soon = new Date((await readDatabaseTime(extraction.db)).getTime() + 60_000)
    await setSchedule({ cron: `${soon.getUTCMinutes()} ${soon.getUTCHours()} * * *` }, 0)
    await expect(tick('people', 'tick-people', AbortSignal.abort())).rejects.toThrow(/abort/)
    expect([started, outcomes]).toEqual([[], []])
  })

  test('counts for all that were missed before', async () => {
    await setSchedule(YEARLY, 3 * LONG_MS)
    await tick('people')
    await cancelAll()
    await tick('people')
    expect(outcomes).toEqual(['started', 'early'])
  })

  test('of a mapping whose sync still runs leaves its time out, also when that sync has ended', async () => {
    await setSchedule(YEARLY, LONG_MS)
    await tick('people')
    await setSchedule(YEARLY, LONG_MS)
    await tick('people')
    await cancelAll()
    await tick('people')
    expect(outcomes).toEqual(['started', 'skipped', 'early'])
  })

  test('that somebody has added by hand starts a sync whatever the time', async () => {
    await setSchedule(YEARLY, 0)
    await tick('people', '17')
    expect(outcomes).toEqual(['started'])
  })

  test('of a mapping that is switched off or gone starts nothing', async () => {
    await setSchedule(YEARLY, LONG_MS)
    await recordEnabled(extraction.db, 'mapping', 'people', false)
    await tick('people')
    await tick('nobody')
    await tick('nobody', '18')
    expect(outcomes).toEqual(['skipped', 'early', 'skipped'])
  })
})

describe('the schedules that are counted', () => {
  let extraction: Extraction

  beforeAll(async () => {
    extraction = await openExtraction({ rows: 2, bytes: 1_000_000 })
  })
  afterAll(() => extraction.close())

  const HOURLY = { mapping: 'people', schedule: { every: '1h' } }
  const readSince = async (): Promise<number | undefined> =>
    (await listSchedules(extraction.db, 'people'))[0]?.since.getTime()

  test('count from when they are new, changed or back, and are left alone else', async () => {
    const { db } = extraction
    await recordSchedules(db, [HOURLY, { ...HOURLY, mapping: 'nobody' }])
    expect(await listSchedules(db)).toHaveLength(1)
    await db.query(`update sluice.schedules set since = '2020-01-01'`)
    const long = await readSince()
    await recordSchedules(db, [HOURLY])
    expect(await readSince()).toBe(long)
    await recordSchedules(db, [{ ...HOURLY, schedule: { every: '2h' } }])
    expect(await readSince()).toBeGreaterThan(long ?? 0)
    await recordSchedules(db, [])
    expect(await listSchedules(db)).toEqual([])
  })
})
