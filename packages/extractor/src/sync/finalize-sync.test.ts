import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  Deferral,
  MAP_QUEUE,
  SEND_QUEUE,
  createPayloadOwner,
  createProgressOwner,
  encodeEvents,
  encodeProgress,
  type SendPayload,
} from '@sluice/shared/queues'
import { cancelSync, createSync, listUntidySyncs, readSync } from '@sluice/shared/store'
import { finalizeEndedSync } from './finalize-sync.ts'
import { runSync } from './run-sync.ts'
import { openExtraction, type Extraction } from '../testing/open-extraction.ts'
import { readDeltas } from '../testing/read-deltas.ts'

const ROWS = 6

describe('a canceled sync is finalized', () => {
  const { signal } = new AbortController()
  let extraction: Extraction

  beforeAll(async () => {
    extraction = await openExtraction({ rows: 3, bytes: 1_000_000 })
  })
  beforeEach(async () => {
    await extraction.sql('truncate people')
    await extraction.sql(`insert into people select 'p' || n, 'a' from generate_series(1, ${ROWS}) n`)
    await extraction.db.query('update sluice.mappings set epoch = epoch + 1')
  })
  afterAll(() => extraction.close())

  const run = async (): Promise<string> => {
    const { id } = await createSync(extraction.db, { mapping: 'people', origin: 'manual' })
    await runSync(extraction.deps, id, signal)
    return id
  }
  /** A send job of the sync's first chunk that was put off after its first two events had gone out. */
  const putOffHalfway = async (sync: string): Promise<SendPayload> => {
    const { payloads, send } = extraction.deps
    const deltas = (await readDeltas(extraction.deps, { sync, chunk: 1 })) ?? []
    const job: SendPayload = {
      sync,
      mapping: 'people',
      destination: 'd',
      chunk: 1,
      events: deltas.length,
      skipped: 0,
      invalid: 0,
    }
    const payload = encodeEvents(
      deltas.map(({ seq, op, recordId, version }) => ({ seq, op, recordId, version, json: '{}' })),
    )
    const gone = { kind: 'delivered' } as const
    await payloads.put(createPayloadOwner(SEND_QUEUE, job), payload)
    await payloads.put(createProgressOwner(job), encodeProgress(payload, [gone, gone, null]))
    await send.add(job)
    return job
  }
  const finalize = async (sync: string): Promise<void> => {
    const ended = (await listUntidySyncs(extraction.db, 'people')).find(({ id }) => id === sync)
    if (ended !== undefined) await finalizeEndedSync(extraction.deps, ended)
  }
  const lockKey = (job: SendPayload): string =>
    `${extraction.deps.send.raw.toKey(SEND_QUEUE.jobId(job))}:lock`
  const countNext = async (): Promise<unknown> => {
    const sync = await run()
    const { extracted } = (await readSync(extraction.db, sync)) ?? {}
    await cancelSync(extraction.db, sync)
    await finalize(sync)
    return extracted
  }

  test('with what a job that was put off had sent, and the next sync does not send that again', async () => {
    const sync = await run()
    await putOffHalfway(sync)
    await cancelSync(extraction.db, sync)
    expect(await countNext()).toBe(ROWS - 2)
    expect(await readSync(extraction.db, sync)).toMatchObject({
      status: 'canceled',
      delivered: 2,
      inFlight: 4,
    })
  })

  test('when nobody is at its jobs any more, however long the books say so', async () => {
    const sync = await run()
    const job = await putOffHalfway(sync)
    await cancelSync(extraction.db, sync)
    await extraction.redis.set(lockKey(job), 'a sender', 'PX', 60_000)
    await expect(finalize(sync)).rejects.toThrow(Deferral)
    // Its sender has died, and no other has found the job yet.
    await extraction.redis.unlink(lockKey(job))
    expect(await countNext()).toBe(ROWS - 2)
  })

  test.each([
    ['Redis has lost what it had', (job: SendPayload) => [createProgressOwner(job).id]],
    ['Redis has lost its events', (job: SendPayload) => [createPayloadOwner(SEND_QUEUE, job).id]],
  ])('as far as is known when %s', async (_what, list) => {
    const sync = await run()
    const job = await putOffHalfway(sync)
    await cancelSync(extraction.db, sync)
    await extraction.deps.payloads.remove(...list(job))
    expect(await countNext()).toBe(ROWS)
  })

  test('as far as is known when the job says what it was not made with', async () => {
    const sync = await run()
    const job = await putOffHalfway(sync)
    await cancelSync(extraction.db, sync)
    const inRedis = await extraction.deps.send.raw.getJob(SEND_QUEUE.jobId(job))
    await inRedis?.updateData({ ...job, destination: 'another' })
    expect(await countNext()).toBe(ROWS)
  })

  test('and nothing of it stays in Redis, whoever died between a payload and its job', async () => {
    const sync = await run()
    const { payloads, map, send } = extraction.deps
    const ids = [MAP_QUEUE.jobId({ sync, chunk: 1 }), SEND_QUEUE.jobId(await putOffHalfway(sync))]
    const readBytes = () => Promise.all(ids.map((id) => payloads.readBytes(id)))
    expect(await readBytes()).not.toContain(0)
    await map.raw.remove(ids[0] ?? '')
    await send.raw.remove(ids[1] ?? '')
    await cancelSync(extraction.db, sync)
    await finalize(sync)
    expect(await readBytes()).toEqual([0, 0])
  })
})
