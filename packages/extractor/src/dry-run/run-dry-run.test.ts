import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { EXTRACT_QUEUE } from '@sluice/shared/queues'
import { createSync, listLeftDryRuns, readSync } from '@sluice/shared/store'
import { createExtractProcessor } from '../sync/processor.ts'
import { runSync } from '../sync/run-sync.ts'
import { sweep } from '../sync/sweep.ts'
import { findHeldCalls } from './find-held-calls.ts'
import { openExtraction, type Extraction } from '../testing/open-extraction.ts'

describe('a dry run', () => {
  let extraction: Extraction
  const { signal } = new AbortController()

  beforeAll(async () => {
    extraction = await openExtraction({ rows: 100, bytes: 1_000_000 })
    await extraction.sql(`insert into people select 'p' || n, 'a' from generate_series(1, 3) n`)
  })
  afterAll(() => extraction.close())

  let id: string
  beforeEach(async () => {
    id = (await createSync(extraction.db, { mapping: 'people', origin: 'dry_run' })).id
  })

  test('waits while its extractor has another in hand, and holds up no sync', async () => {
    const { deps, db } = extraction
    const runs = await Promise.allSettled([runSync(deps, id, signal), runSync(deps, id, signal)])
    expect(runs.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(runs).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({
        name: 'Deferral',
        message: 'the extractor has another dry run in hand',
      }),
    })
    expect(await readSync(db, id)).toMatchObject({ status: 'succeeded', forecast: { added: 3, held: null } })
  })

  test('that could not drop what it staged has it dropped by a sweep', async () => {
    const { deps, db } = extraction
    const warehouse = await deps.warehouses.open('warehouse')
    const failing = {
      ...deps,
      warehouses: {
        ...deps.warehouses,
        open: async () => ({
          ...warehouse,
          discard: () => Promise.reject(new Error('the warehouse is away')),
        }),
      },
    }
    await runSync(failing, id, signal)
    expect(await readSync(db, id)).toMatchObject({ status: 'succeeded' })
    expect(await warehouse.listStaged()).toHaveLength(1)
    await sweep(deps)
    const job = { step: 'finalize', sync: id } as const
    expect((await deps.extract.readState(EXTRACT_QUEUE.jobId(job))).state).toBe('waiting')
    await createExtractProcessor(deps)({ payload: job, signal, isLastAttempt: false } as never)
    expect(await warehouse.listStaged()).toEqual([])
    expect(await listLeftDryRuns(db)).toEqual([])
  })

  test('says which calls max_calls_per_month would hold, and until when', async () => {
    const { db } = extraction
    const { rows } = await db.query<{ until: string }>(
      `select (date_trunc('month', now() at time zone 'utc') + interval '1 month')::date::text as until`,
    )
    expect(await findHeldCalls(db, 'segment', 3)).toBeNull()
    await db.query(`update sluice.destinations set options = '{"maxCallsPerMonth": 10}'`)
    await db.query(
      `insert into sluice.usage_days (destination_id, day, calls) values ('segment', (now() at time zone 'utc')::date, 8)`,
    )
    expect(await findHeldCalls(db, 'segment', 2)).toBeNull()
    expect(await findHeldCalls(db, 'segment', 3)).toEqual({
      calls: 1,
      left: 2,
      limit: 10,
      until: rows[0]?.until,
    })
  })
})
