import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  MAP_QUEUE,
  SEND_QUEUE,
  createPayloadOwner,
  startWorker,
  type SendPayload,
  type WorkerObserver,
} from '@sluice/shared/queues'
import { createSync } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { runSync } from './run-sync.ts'
import { sweep } from './sweep.ts'
import { openExtraction, type Extraction } from '../testing/open-extraction.ts'
import { readDeltas } from '../testing/read-deltas.ts'

const TWO_HOURS_MS = 7_200_000
const OBSERVER: WorkerObserver = {
  started: () => () => {},
  deferred: () => {},
  refused: () => {},
  lost: () => {},
  failed: () => {},
  stalled: () => {},
}

describe('a sweep', () => {
  let extraction: Extraction
  let sync: string

  beforeAll(async () => {
    extraction = await openExtraction({ rows: 100, bytes: 1_000_000 })
    const { db, deps } = extraction
    await extraction.sql(`insert into people select 'p' || n, 'a' from generate_series(1, 3) n`)
    sync = (await createSync(db, { mapping: 'people', origin: 'manual' })).id
    await runSync(deps, sync, new AbortController().signal)
  })
  afterAll(() => extraction.close())

  const send = (): SendPayload => ({
    sync,
    mapping: 'people',
    destination: 'd',
    chunk: 1,
    events: 3,
    skipped: 0,
    invalid: 0,
  })

  test('lets jobs go that a worker with a wrong clock has put off, and leaves those that wait as they should', async () => {
    const { extract, map, send: sending } = extraction.deps
    const chunk = { sync, chunk: 1 }
    await map.raw.remove(MAP_QUEUE.jobId(chunk))
    const delays = [TWO_HOURS_MS, 300_000]
    for (const { raw, name } of [extract, map, sending]) {
      for (const delay of delays) await raw.add(name, {}, { jobId: `job-${delay}`, delay })
    }
    await sweep(extraction.deps, TWO_HOURS_MS)
    for (const { raw } of [extract, map, sending]) {
      const states = await Promise.all(delays.map((delay) => raw.getJobState(`job-${delay}`)))
      expect(states).toEqual(['waiting', 'delayed'])
      for (const delay of delays) await raw.remove(`job-${delay}`)
    }
  })

  test('makes again a chunk whose job was refused, since somebody had changed it', async () => {
    const { deps } = extraction
    const jobId = SEND_QUEUE.jobId(send())
    await deps.payloads.put(createPayloadOwner(SEND_QUEUE, send()), Buffer.from('events'))
    await deps.send.raw.add('send', { ...send(), destination: 'another' }, { jobId })
    const worker = startWorker(SEND_QUEUE, {
      redis: extraction.redis,
      prefix: extraction.prefix,
      onError: () => {},
      observer: OBSERVER,
      concurrency: 1,
      process: async ({ payload }) => void (await deps.payloads.get(createPayloadOwner(SEND_QUEUE, payload))),
    })
    await waitFor('the refusal', async () => (await deps.send.readState(jobId)).state === 'unknown')
    await worker.stop(0)
    await sweep(deps, 0)
    expect(await readDeltas(deps, { sync, chunk: 1 })).toHaveLength(3)
  })
})
