import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  cancelSync,
  createSync,
  failSync,
  listOpenChunks,
  readMemory,
  readRunningSync,
  readSync,
  recordReset,
  settleChunk,
} from '@sluice/shared/store'
import { commitIfSettled } from './commit-sync.ts'
import { finalizeEndedSyncs } from './finalize-sync.ts'
import { runSync } from './run-sync.ts'
import { backUpWarehouse } from '../testing/back-up-warehouse.ts'
import { openExtraction, type Extraction } from '../testing/open-extraction.ts'

describe('a warehouse is restored to before a reset, and a canceled sync is not tidied up', () => {
  const { signal } = new AbortController()
  let extraction: Extraction

  beforeAll(async () => {
    extraction = await openExtraction({ rows: 10, bytes: 1_000_000 })
    await extraction.sql(`insert into people select 'p' || n, 'a' from generate_series(1, 4) n`)
  })
  afterAll(() => extraction.close())

  const begin = async (): Promise<string> => {
    const { id } = await createSync(extraction.db, { mapping: 'people', origin: 'manual' })
    await runSync(extraction.deps, id, signal)
    return id
  }
  const finish = async (sync: string): Promise<void> => {
    const { db, deps } = extraction
    for (const { chunk, rows } of await listOpenChunks(db, sync, 0)) {
      const outcome = { skipped: 0, invalid: 0, delivered: rows, dead: 0 }
      await settleChunk(db, deps.secrets, { sync, chunk, outcome, letters: [], skippedSeqs: [] })
    }
    await commitIfSettled(deps, sync)
  }

  test('a baseline that dies after it has tidied up makes nobody take the older memory for the present', async () => {
    const { db, deps } = extraction
    await finish(await begin())
    const restore = await backUpWarehouse(extraction, 'backup')
    await recordReset(db, 'people')
    await finish(await begin())
    await extraction.sql(`update people set plan = 'b'`)
    await cancelSync(db, await begin())
    const { knownEpoch } = await readMemory(db, 'people')
    await restore()

    const baseline = await createSync(db, { mapping: 'people', origin: 'baseline' })
    const record = await readSync(db, baseline.id)
    if (record === null) throw new Error('the baseline is gone')
    await finalizeEndedSyncs(deps, record)
    await failSync(db, baseline.id, 'unexpected', 'the extractor has died')

    expect(await readMemory(db, 'people')).toMatchObject({ knownEpoch, isResetDue: false })
    await expect(begin()).rejects.toMatchObject({ code: 'warehouse_state_outdated' })
  })

  test('a reset is not undone by it while its first sync is under way', async () => {
    const { db } = extraction
    const refused = await readRunningSync(db, 'people')
    await cancelSync(db, refused?.id ?? '')
    await recordReset(db, 'people')
    await finish(await begin())
    const restore = await backUpWarehouse(extraction, 'backup_before_another')
    await recordReset(db, 'people')
    // Its chunks may be on their way to Segment, in the epoch that the reset began.
    const sync = await begin()
    await restore()
    await cancelSync(db, sync)

    await expect(begin()).rejects.toMatchObject({ code: 'warehouse_state_outdated' })
  })
})
