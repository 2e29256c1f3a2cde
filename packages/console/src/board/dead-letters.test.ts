import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Worker } from 'bullmq'
import { DEAD_LETTER_QUEUE, type DeadLetterPayload } from '@sluice/shared/queues'
import { listDeadLetters, listLetterGroups, recordDeadLetters } from '@sluice/shared/store'
import { createSecretBox } from '@sluice/shared/secrets'
import { waitFor } from '@sluice/shared/testing'
import { openConsole, type TestConsole } from '../testing/open-console.ts'

const secrets = createSecretBox(randomBytes(32).toString('base64'))

let board: TestConsole
beforeAll(async () => {
  board = await openConsole()
})
afterAll(() => board.close())
beforeEach(async () => {
  await board.db.query('truncate sluice.dead_letters, sluice.audit_log')
  await board.queues.get('dead-letter')?.obliterate()
})

const order = (path: string, as: 'ops' | 'eve' = 'ops') =>
  board.ask(`/queues/api/queues/dead-letter/${path}`, { as, method: 'PUT' })

/** Two open letters and the job of their group, parked under Failed as the extractor does it; returns its id. */
async function parkLetters(): Promise<string> {
  const sync = randomUUID()
  const letter = {
    stage: 'send',
    code: 'rejected',
    reason: 'HTTP 400',
    mapping: 'customers',
    sync,
    chunk: 1,
    recordId: 'r1',
    op: 'added',
    version: 1,
    payload: '{"secret":"hunter2"}',
  } as const
  await recordDeadLetters(board.db, secrets, [
    { ...letter, deltaSeq: 1 },
    { ...letter, deltaSeq: 2 },
  ])
  const group: DeadLetterPayload = {
    mapping: 'customers',
    sync,
    chunk: 1,
    stage: 'send',
    code: 'rejected',
    reason: 'HTTP 400',
    count: 2,
    letters: ['1', '2'],
    sample: { secret: 'string' },
  }
  const id = DEAD_LETTER_QUEUE.jobId(group)
  const queue = board.queues.get('dead-letter')
  await queue?.add('dead-letter', group, { ...DEAD_LETTER_QUEUE.options, jobId: id })
  const worker = new Worker(
    'dead-letter',
    async () => {
      throw new Error('rejected: HTTP 400')
    },
    { connection: board.redis, prefix: queue?.opts.prefix ?? '' },
  )
  await waitFor('the parked group', async () => (await queue?.getJobState(id)) === 'failed')
  await worker.close()
  return id
}

const countOpen = async () => (await listLetterGroups(board.db)).reduce((sum, { count }) => sum + count, 0)

async function readAudit(): Promise<readonly object[]> {
  const { rows } = await board.db.query<object>(
    'select actor, action, kind, subject_id as id from sluice.audit_log order by id',
  )
  return rows
}

test('clean discards the letters of a group, under the name of whoever pressed it', async () => {
  const group = await parkLetters()
  const other = await parkLetters()
  expect((await order(`${group}/clean`)).status).toBe(204)
  expect(await board.queues.get('dead-letter')?.getJobState(group)).toBe('unknown')
  expect(await board.queues.get('dead-letter')?.getJobState(other)).toBe('failed')
  expect(await countOpen()).toBe(2)
  const letters = await listDeadLetters(board.db, secrets, { status: 'discarded', limit: 10 })
  expect(letters).toHaveLength(2)
  const { rows } = await board.db.query<{ history: { actor: string }[] }>(
    `select history from sluice.dead_letters where status = 'discarded'`,
  )
  expect(rows.map(({ history }) => history[0]?.actor)).toEqual(['console:ops', 'console:ops'])
  expect(await readAudit()).toEqual([
    { actor: 'console:ops', action: 'discarded', kind: 'dead-letter', id: group },
  ])
})

test('clean all discards every group but those that have just come', async () => {
  const old = await parkLetters()
  const queue = board.queues.get('dead-letter')
  const anHourAgo = Date.now() - 3_600_000
  await board.redis.zadd(queue?.toKey('failed') ?? '', anHourAgo, old)
  await board.redis.hset(queue?.toKey(old) ?? '', 'finishedOn', anHourAgo)
  const fresh = await parkLetters()
  expect((await order('clean/failed')).status).toBe(200)
  expect(await queue?.getJobState(old)).toBe('unknown')
  expect(await queue?.getJobState(fresh)).toBe('failed')
  expect(await countOpen()).toBe(2)
  expect(await readAudit()).toEqual([
    { actor: 'console:ops', action: 'discarded', kind: 'dead-letter', id: '*' },
  ])
})

test('a group that an extractor has taken away meanwhile is gone, as was wanted', async () => {
  expect((await order('dl-no-such-group/clean')).status).toBe(204)
})

test('retry is written down as a requeue, and a viewer can neither requeue nor discard', async () => {
  const group = await parkLetters()
  for (const path of [`${group}/retry`, `${group}/clean`, 'retry/failed', 'clean/failed'])
    expect((await order(path, 'eve')).status).toBe(403)
  expect(await countOpen()).toBe(2)
  expect((await order(`${group}/retry`)).status).toBe(204)
  expect(await board.queues.get('dead-letter')?.getJobState(group)).toBe('waiting')
  expect(await readAudit()).toEqual([
    { actor: 'console:ops', action: 'requeued', kind: 'dead-letter', id: group },
  ])
})

test('a group tells reason, count, ids and types, and no value of the row', async () => {
  await parkLetters()
  const path = '/queues/api/queues?activeQueue=dead-letter&status=failed&page=1&jobsPerPage=10'
  const text = await (await board.ask(path, { as: 'eve' })).text()
  expect(text).toContain('rejected: HTTP 400')
  expect(text).toContain('"count":2')
  expect(text).toContain('"secret":"string"')
  expect(text).not.toContain('hunter2')
})
