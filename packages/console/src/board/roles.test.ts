import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { waitFor } from '@sluice/shared/testing'
import { Worker } from 'bullmq'
import { openConsole, type TestConsole } from '../testing/open-console.ts'

/** A job that lies under Failed in a queue of its own name. */
async function failJob(console: TestConsole, name: string, jobId: string, reason: string): Promise<void> {
  const queue = console.queues.get(name)
  if (queue === undefined) throw new Error(`there is no queue ${name}`)
  await queue.add(name, { mapping: 'customers' }, { jobId })
  const worker = new Worker(
    name,
    async () => {
      throw new Error(reason)
    },
    { connection: console.redis, prefix: queue.opts.prefix ?? '' },
  )
  await waitFor('a failed job', async () => (await (await queue.getJob(jobId))?.getState()) === 'failed')
  await worker.close()
}

async function readState(console: TestConsole, name: string, jobId: string): Promise<string | undefined> {
  return (await console.queues.get(name)?.getJob(jobId))?.getState()
}

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
})
afterAll(() => board.close())

describe('a viewer', () => {
  beforeAll(() => failJob(board, 'send', 'send-seen', 'refused'))

  test('sees why a job failed, and no stack trace', async () => {
    const seen = await (await board.ask('/queues/api/queues/send/send-seen', { as: 'eve' })).json()
    expect(seen).toMatchObject({ job: { failedReason: 'refused', stacktrace: [] } })
    const full = await (await board.ask('/queues/api/queues/send/send-seen', { as: 'ops' })).json()
    expect(full).toMatchObject({ job: { stacktrace: [expect.stringContaining('refused')] } })
  })

  test.each([
    ['PUT', 'pause'],
    ['PUT', 'send/pause'],
    ['PUT', 'send/send-seen/retry'],
    ['PUT', 'send/send-seen/clean'],
    ['PUT', 'send/clean/failed'],
    ['PUT', 'send/obliterate'],
    ['POST', 'send/add'],
    ['PATCH', 'send/send-seen/update-data'],
    ['PUT', 'send/no-such-job/retry'],
    ['PUT', 'no-such-queue/pause'],
  ])('may not %s %s, whatever it says of itself', async (method, path) => {
    const headers = {
      'x-sluice-user': 'ops',
      'x-sluice-role': 'operator',
      'content-type': 'application/json',
    }
    const response = await board.ask(`/queues/api/queues/${path}`, { as: 'eve', method, headers, body: '{}' })
    expect(response.status).toBe(403)
    expect(await readState(board, 'send', 'send-seen')).toBe('failed')
  })

  test('is shown a board without buttons', async () => {
    const body = await (await board.ask('/queues/api/queues', { as: 'eve' })).json()
    const { queues } = body as { queues: { readOnlyMode: boolean; allowRetries: boolean }[] }
    expect(queues.every(({ readOnlyMode, allowRetries }) => readOnlyMode && !allowRetries)).toBe(true)
  })
})

describe('an operator', () => {
  const order = (path: string, method = 'PUT', body?: string) =>
    board.ask(`/queues/api/queues/${path}`, {
      as: 'ops',
      method,
      headers: { 'content-type': 'application/json', 'x-sluice-user': 'somebody else' },
      ...(body === undefined ? {} : { body }),
    })
  const readAudit = async () =>
    (
      await board.db.query<{
        actor: string
        action: string
        kind: string
        subject_id: string
        after: object
      }>('select actor, action, kind, subject_id, after from sluice.audit_log order by id desc limit 1')
    ).rows[0]

  test('pauses and resumes a queue, which is written down', async () => {
    expect((await order('map/pause')).status).toBe(200)
    expect(await board.queues.get('map')?.isPaused()).toBe(true)
    expect(await readAudit()).toEqual({
      actor: 'console:ops',
      action: 'changed',
      kind: 'queue',
      subject_id: 'map',
      after: { order: 'put /api/queues/:queueName/pause', state: null, job: null, data: null },
    })
    expect((await order('resume')).status).toBe(200)
    expect(await board.queues.get('map')?.isPaused()).toBe(false)
    expect(await readAudit()).toMatchObject({ subject_id: '*' })
  })

  test('retries a failed job, but not one that is under way', async () => {
    await failJob(board, 'map', 'map-one', 'a bug')
    expect((await order('map/map-one/retry')).status).toBe(204)
    expect(await readState(board, 'map', 'map-one')).toBe('waiting')
    const again = await order('map/map-one/retry')
    expect(again.status).toBe(403)
    expect(await again.json()).toMatchObject({ message: expect.stringContaining('under Failed') })
  })

  test.each([
    ['POST', 'send/add', '{"name":"send","data":{},"options":{}}'],
    ['PUT', 'send/empty', undefined],
    ['PUT', 'send/obliterate', '{}'],
    ['PATCH', 'map/map-one/update-data', '{"jobData":{}}'],
    ['PUT', 'map/map-one/clean', undefined],
  ])('cannot break the flow with %s %s, and is told what to do instead', async (method, path, body) => {
    const before = await readAudit()
    const response = await order(path, method, body)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('sluice ') })
    expect(await readAudit()).toEqual(before)
    expect(await readState(board, 'map', 'map-one')).toBe('waiting')
  })

  test('runs a schedule now, and changes it only in sluice.yaml', async () => {
    const tick = board.queues.get('tick')
    await tick?.upsertJobScheduler('tick-customers', { every: 3_600_000, startDate: Date.now() + 3_600_000 })
    const path = 'tick/job-schedulers/tick-customers'
    expect((await order(`${path}/run`)).status).toBe(200)
    expect(await tick?.getWaitingCount()).toBe(1)
    expect((await order(path, 'PATCH', '{"repeat":{"every":60000}}')).status).toBe(403)
    const refusal = await order(`${path}/remove`)
    expect(await refusal.json()).toMatchObject({ message: expect.stringContaining('sluice.yaml') })
    expect(await tick?.getJobSchedulersCount()).toBe(1)
  })

  test('gets a 404 for what is not there', async () => {
    const before = await readAudit()
    expect((await order('map/no-such-job/retry')).status).toBe(404)
    expect((await order('no-such-queue/pause')).status).toBe(404)
    expect(await readAudit()).toEqual(before)
  })

  test('gives no order that would wait for a Redis that is away', async () => {
    const cut = await openConsole()
    try {
      cut.redis.disconnect()
      await waitFor('the lost connection', () => cut.redis.status === 'end')
      const response = await cut.ask('/queues/api/queues/map/pause', { as: 'ops', method: 'PUT' })
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({ message: expect.stringContaining('redis') })
      expect((await cut.ask('/queues/api/queues', { as: 'ops' })).status).toBe(500)
      expect((await cut.ask('/', { as: 'ops' })).status).toBe(503)
      expect((await cut.db.query('select 1 from sluice.audit_log')).rows).toEqual([])
      await cut.redis.connect()
      expect((await cut.ask('/queues/api/queues/map', { as: 'ops' })).status).toBe(404)
      expect(await cut.queues.get('map')?.isPaused()).toBe(false)
    } finally {
      await cut.close()
    }
  })

  test('may do nothing that cannot be written down', async () => {
    const mute = await openConsole(undefined, (orders) => ({
      ...orders,
      record: () => Promise.reject(new Error('the control database is away')),
    }))
    try {
      const response = await mute.ask('/queues/api/queues/map/pause', { as: 'ops', method: 'PUT' })
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({ message: expect.stringContaining('nothing was changed') })
      expect(mute.errors).toEqual([new Error('the control database is away')])
      expect(await mute.queues.get('map')?.isPaused()).toBe(false)
    } finally {
      await mute.close()
    }
  })
})
