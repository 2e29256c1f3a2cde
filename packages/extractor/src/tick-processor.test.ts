import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ExtractPayload, JobExecution, TickPayload } from '@sluice/shared/queues'
import { cancelSync, listSyncs, recordEnabled } from '@sluice/shared/store'
import { createTickProcessor } from './tick-processor.ts'
import { openExtraction, type Extraction } from './testing/open-extraction.ts'

let extraction: Extraction
const started: ExtractPayload[] = []
const outcomes: string[] = []

beforeAll(async () => {
  extraction = await openExtraction({ rows: 2, bytes: 1_000_000 })
})
afterAll(() => extraction.close())

const beat = (mapping: string): Promise<void> => {
  const { db } = extraction
  const extract = { add: async (payload: ExtractPayload) => void started.push(payload) }
  const processTick = createTickProcessor({
    log: extraction.edges.log,
    db,
    extract: extract as never,
    meter: { countTick: (outcome) => void outcomes.push(outcome) },
  })
  return processTick({ payload: { mapping } } as JobExecution<TickPayload>)
}

test('beats of many extractors at the same moment start one sync, and the others are counted as skipped', async () => {
  await Promise.all(Array.from({ length: 8 }, () => beat('people')))
  expect(started).toHaveLength(1)
  expect(outcomes.toSorted((left, right) => left.localeCompare(right))).toEqual([
    ...Array.from({ length: 7 }, () => 'skipped'),
    'started',
  ])
  expect(await listSyncs(extraction.db, { limit: 10 })).toMatchObject([
    { trigger: 'schedule', status: 'queued' },
  ])
})

test('a beat after the sync has ended starts the next one', async () => {
  const [running] = await listSyncs(extraction.db, { limit: 1 })
  await cancelSync(extraction.db, running!.id)
  await beat('people')
  expect(started).toHaveLength(2)
  const [next] = await listSyncs(extraction.db, { limit: 1 })
  await cancelSync(extraction.db, next!.id)
})

test('a beat of a mapping that is switched off or gone is skipped', async () => {
  outcomes.length = 0
  await recordEnabled(extraction.db, 'mapping', 'people', false)
  await beat('people')
  await beat('nobody')
  expect(outcomes).toEqual(['skipped', 'skipped'])
})
