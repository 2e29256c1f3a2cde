import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument, DeadLetterDocument, OpenedDeadLetter } from '@sluice/shared/domain'
import { DEAD_LETTER_QUEUE, connectRedis, openQueue, type RedisConnection } from '@sluice/shared/queues'
import { removePrefix, waitFor } from '@sluice/shared/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { noteTrait, writePeopleConfig } from './people-config.ts'

const config = (anonymousId: string, filtered = 'secret'): string =>
  writePeopleConfig({
    keys: [`filter: properties.note != "${filtered}"`],
    fields: [`anonymous_id: ${anonymousId}`, noteTrait()],
  })
const BROKEN = '{ "@path": "$.properties.anonymous" }'
const MENDED = '{ "@json": { mode: encode, value: { "@path": "$.properties.anonymous" } } }'

describe('requeued dead letters', () => {
  let pipeline: Pipeline
  let redis: RedisConnection
  let board: ReturnType<typeof openQueue>

  beforeAll(async () => {
    pipeline = await openPipeline()
    redis = await connectRedis(pipeline.redisUrl)
    board = openQueue(DEAD_LETTER_QUEUE as never, { redis, prefix: pipeline.prefix, onError: () => {} })
    await pipeline.warehouse('create table people (person_id text primary key, anonymous jsonb, note text)')
    await pipeline.startWorkers()
    await run('apply', '-f', await pipeline.writeConfig(config(BROKEN)))
  })
  afterAll(async () => {
    await board.close()
    await redis.quit()
    await pipeline.close()
  })

  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await pipeline.sluice(args)
    if (code !== 0 && code !== 3) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`)
    return stdout
  }
  const sync = async (): Promise<SyncDocument> =>
    JSON.parse(await run('sync', 'people-identify', '--wait', '--json')) as SyncDocument
  const listLetters = async (...filter: string[]): Promise<readonly DeadLetterDocument[]> =>
    JSON.parse(await run('dead-letters', 'ls', '--json', ...filter)) as DeadLetterDocument[]
  const waitUntilNoneIs = (status: string): Promise<unknown> =>
    waitFor(`no letter to be ${status}`, async () => {
      const rows = await pipeline.control('select from sluice.dead_letters where status = $1 limit 1', [
        status,
      ])
      return rows.length === 0
    })
  const waitForGroups = (count: number): Promise<readonly string[]> =>
    waitFor(`${count} groups under Failed`, async () => {
      const failed = await board.raw.getJobs(['failed'], 0, -1)
      return failed.length === count && failed.map((job) => job.failedReason)
    })
  const findEvents = (userId: string) =>
    pipeline.emulator.events().filter(({ payload }) => payload['userId'] === userId)

  test('of the stage map go through the mapping as it is now, and keep their messageId', async () => {
    await pipeline.warehouse(
      `insert into people select 'p' || n, '{"a": 1}', 'fine' from generate_series(1, 20) n`,
    )
    expect(await sync()).toMatchObject({ status: 'partial', invalid: 20, delivered: 0 })
    expect(await waitForGroups(1)).toEqual([expect.stringMatching(/^field_invalid: .*anonymous_id/)])

    // Nothing was mended yet: they are mapped again, fail again, and are open again with their history.
    expect(
      JSON.parse(await run('dead-letters', 'requeue', '--mapping', 'people-identify', '--dry-run', '--json')),
    ).toEqual({
      matched: 20,
      requeued: 20,
    })
    expect(
      JSON.parse(await run('dead-letters', 'requeue', '--mapping', 'people-identify', '--json')),
    ).toEqual({
      matched: 20,
      requeued: 20,
    })
    await waitUntilNoneIs('requeued')
    const [letter] = await listLetters('--status', 'open')
    const shown = JSON.parse(await run('dead-letters', 'show', letter!.id, '--json')) as OpenedDeadLetter
    expect(shown.history.map(({ from, to }) => [from, to])).toEqual([
      ['open', 'requeued'],
      ['requeued', 'open'],
    ])

    await run('apply', '-f', await pipeline.writeConfig(config(MENDED)))
    const [job] = await waitFor('the group of what failed again', async () => {
      const failed = await board.raw.getJobs(['failed'], 0, -1)
      return failed.length === 1 && failed[0]?.data.sync !== letter?.sync && failed
    })
    expect(job?.data).toMatchObject({
      count: 20,
      stage: 'map',
      sample: { note: 'string', anonymous: 'object of 1' },
    })
    await job?.retry('failed')
    await waitFor('the letters to arrive', () => pipeline.emulator.counts().accepted === 20)
    await waitUntilNoneIs('requeued')
    await waitForGroups(0)
    expect(await listLetters('--status', 'delivered')).toHaveLength(20)
    expect(findEvents('p1')[0]?.payload).toMatchObject({ anonymousId: '{"a":1}' })

    // A reset and a baseline would be told from it: the row is known, and only a change of it is sent.
    expect(await sync()).toMatchObject({ extracted: 0 })
    const requeues = JSON.parse(await run('syncs', '--json')) as SyncDocument[]
    expect(requeues.filter(({ origin }) => origin === 'requeue').map(({ status }) => status)).toEqual([
      'succeeded',
      'partial',
    ])
  })

  test('of the stage send are sent again, and one whose record has gone out since is closed', async () => {
    pipeline.emulator.setFaults([
      { match: { userId: ['late', 'stale'] }, action: { type: 'status', status: 400 } },
    ])
    await pipeline.warehouse(
      `insert into people values ('late', null, 'x'), ('stale', null, 'x'), ('well', null, 'x')`,
    )
    expect(await sync()).toMatchObject({ status: 'partial', delivered: 1, dead: 2 })
    pipeline.emulator.setFaults([])
    await pipeline.warehouse(`update people set note = 'y' where person_id = 'stale'`)
    expect(await sync()).toMatchObject({ status: 'succeeded', updated: 1, delivered: 1 })

    const letters = await listLetters('--status', 'open')
    const ids = letters.map(({ id }) => id)
    // Twice at once, and twice what was pressed already.
    await Promise.all([run('dead-letters', 'requeue', ...ids), run('dead-letters', 'requeue', ...ids)])
    await waitUntilNoneIs('requeued')
    expect(JSON.parse(await run('dead-letters', 'requeue', ...ids, '--json'))).toEqual({
      matched: 0,
      requeued: 0,
    })
    const after = await listLetters('--stage', 'send')
    expect(after.map(({ recordId, status }) => `${recordId} ${status}`).toSorted()).toEqual([
      'late delivered',
      'stale superseded',
    ])
    expect(findEvents('late')).toHaveLength(1)
    expect(findEvents('stale').map(({ payload }) => payload['traits'])).toEqual([{ note: 'y' }])
    expect(pipeline.emulator.duplicates()).toEqual([])
  })

  test('that the filter leaves out by now are closed, and what is discarded is not sent', async () => {
    await run('apply', '-f', await pipeline.writeConfig(config(BROKEN)))
    await pipeline.warehouse(`insert into people values ('hidden', '{}', 'private')`)
    await sync()
    await run('apply', '-f', await pipeline.writeConfig(config(MENDED, 'private')))
    await run('dead-letters', 'requeue', '--stage', 'map')
    await waitUntilNoneIs('requeued')
    expect(await listLetters('--status', 'discarded')).toMatchObject([{ recordId: 'hidden', stage: 'map' }])
    expect(findEvents('hidden')).toEqual([])

    pipeline.emulator.setFaults([{ match: { userId: 'nobody' }, action: { type: 'status', status: 400 } }])
    await pipeline.warehouse(`insert into people values ('nobody', null, 'x')`)
    await sync()
    pipeline.emulator.setFaults([])
    expect(JSON.parse(await run('dead-letters', 'discard', '--code', 'rejected', '--json'))).toEqual({
      matched: 1,
      discarded: 1,
    })
    await waitForGroups(0)
    expect(findEvents('nobody')).toEqual([])
    expect(await pipeline.sluice(['dead-letters', 'requeue'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('which dead letters?'),
    })
    const [audit] = await pipeline.control<{ count: string }>(
      `select count(*) from sluice.audit_log where kind = 'dead-letter' and action in ('requeued', 'discarded')`,
    )
    expect(Number(audit?.count)).toBeGreaterThan(3)
  })

  test('of the stage extract are left until their rows are mended', async () => {
    await pipeline.warehouse(`alter table people drop constraint people_pkey`)
    await pipeline.warehouse(`insert into people values ('twin', null, 'a'), ('twin', null, 'b')`)
    expect(await sync()).toMatchObject({ invalid: 2, delivered: 0 })
    const { stdout, stderr } = await pipeline.sluice(['dead-letters', 'requeue', '--all', '--json'])
    expect(JSON.parse(stdout)).toEqual({ matched: 2, requeued: 0 })
    expect(stderr).toContain('2 letters of the stage extract are left')
    await waitForGroups(1)
    const [job] = await board.raw.getJobs(['failed'], 0, -1)
    await job?.retry('failed')
    await waitFor('it to be parked again', async () => {
      const [parked] = await board.raw.getJobs(['failed'], 0, -1)
      return parked?.failedReason.includes('cannot be requeued') === true
    })
  })

  test('go out once each when every worker is killed and Redis is emptied while they are on their way', async () => {
    pipeline.emulator.reset()
    pipeline.emulator.setFaults([{ action: { type: 'status', status: 401 } }])
    await pipeline.warehouse(`insert into people select 'k' || n, null, 'x' from generate_series(1, 4000) n`)
    expect(await sync()).toMatchObject({ status: 'partial', dead: 4_000 })
    pipeline.emulator.setFaults([{ match: { bodyIncludes: '"k3999"' }, action: { type: 'hang' } }])
    await run('dead-letters', 'requeue', '--code', 'unauthorized')
    await waitFor('a part to arrive', () => pipeline.emulator.counts().accepted > 0)
    pipeline.killWorkers()
    await removePrefix(redis, pipeline.prefix)
    pipeline.emulator.setFaults([])
    await pipeline.startWorkers()
    await waitFor(
      'the rest to arrive',
      async () => {
        const rows = await pipeline.control(
          `select from sluice.dead_letters where code = 'unauthorized' and status <> 'delivered' limit 1`,
        )
        return rows.length === 0
      },
      180_000,
    )
    const events = pipeline.emulator.events()
    expect(new Set(events.map(({ payload }) => payload['userId'])).size).toBe(4_000)
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(4_000)
    expect(events).toHaveLength(4_000)
  }, 240_000)
})
