import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createSync, readSync } from '@sluice/shared/store'
import { runSync } from '../sync/run-sync.ts'
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
    expect(await readSync(db, id)).toMatchObject({ status: 'succeeded', forecast: { added: 3 } })
  })
})
