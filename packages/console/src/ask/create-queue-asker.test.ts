import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Asking } from '@sluice/operations'
import type { WarehouseQuestion } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { waitFor } from '@sluice/shared/testing'
import { openAsking, type AskingScene } from './testing/open-asking.ts'

const HIDDEN = 'hunter2'
const LOOK: Asking = {
  visitor: { actor: 'console:ops', role: 'operator' },
  look: { kind: 'source', id: 'w' },
}
const QUESTION: WarehouseQuestion = {
  kind: 'count',
  source: { typed: { id: 'w', type: 'postgres', settings: { connection: `postgres://u:${HIDDEN}@h/d` } } },
  query: `select '${HIDDEN}' as id`,
  identifier: 'id',
}
const COUNTS = { rows: 3, nulls: 0, duplicates: 2 }

let scene: AskingScene

beforeAll(async () => {
  scene = await openAsking({ takingMs: 300, askingMs: 2_500 })
})
afterAll(() => scene.close())
beforeEach(async () => {
  await scene.db.query('truncate sluice.audit_log, sluice.questions')
  await scene.publish()
})

const ask = (asking: Partial<Asking> = {}) => scene.asker.ask(QUESTION, { ...LOOK, ...asking })

/** The id of the one question that is asked. */
const findQuestion = (): Promise<string> =>
  waitFor('the question', async () => {
    const { rows } = await scene.db.query<{ id: string }>('select id from sluice.questions')
    return rows[0]?.id
  })

const countQuestions = async (): Promise<number> =>
  (await scene.db.query('select from sluice.questions')).rows.length

describe('a question', () => {
  test('comes to the worker as it was asked, its answer comes back, and the look is written down', async () => {
    const asked: unknown[] = []
    const answered = await scene.whileAnswering(async (question) => {
      asked.push(question)
      return COUNTS
    }, ask)
    expect(asked).toEqual([QUESTION])
    expect(answered).toEqual(COUNTS)
    const { rows } = await scene.db.query(
      'select actor, action, kind, subject_id, after from sluice.audit_log',
    )
    expect(rows).toEqual([
      { actor: 'console:ops', action: 'looked', kind: 'source', subject_id: 'w', after: null },
    ])
    await waitFor('the question to be forgotten', async () => (await countQuestions()) === 0)
  })

  test('about an item that keeps a secret has it opened by the worker, and for that item alone', async () => {
    const place = 'sources/w'
    const kept = await scene.asker.secrets.open(scene.secrets.seal(HIDDEN, place), place)
    const keep = (id: string): WarehouseQuestion => ({
      ...QUESTION,
      source: {
        typed: {
          id,
          type: 'postgres',
          settings: { connection: kept },
        },
      },
    })
    const asked: unknown[] = []
    const answer = async (question: WarehouseQuestion) => {
      asked.push(question.source)
      return COUNTS
    }
    await scene.whileAnswering(answer, async () => {
      await scene.asker.ask(keep('w'), LOOK)
      await expect(scene.asker.ask(keep('other'), LOOK)).rejects.toMatchObject({ code: 'secret_key_wrong' })
    })
    expect(asked).toEqual([{ typed: { id: 'w', type: 'postgres', settings: { connection: HIDDEN } } }])
  })

  test('that shows no values of rows is no look', async () => {
    await scene.whileAnswering(
      async () => COUNTS,
      () => ask({ look: null }),
    )
    expect((await scene.db.query('select from sluice.audit_log')).rows).toEqual([])
  })

  test('stands nowhere in clear while it is worked on', async () => {
    let seen = ''
    await scene.whileAnswering(async () => {
      const { rows } = await scene.db.query<{ text: string }>(
        `select string_agg(q::text || encode(q.sealed, 'escape'), '') as text from sluice.questions q`,
      )
      seen = (await scene.dumpRedis()) + rows[0]?.text
      return COUNTS
    }, ask)
    expect(seen).toContain('ask-extractor')
    expect(seen).not.toContain(HIDDEN)
  })

  test('that fails tells how: code, words, what it is about', async () => {
    const error = new SluiceError('query_invalid', ['no such column', 'nor such a table'], {
      subject: { kind: 'source', id: 'w' },
      facts: { line: 3 },
    })
    await expect(scene.whileAnswering(() => Promise.reject(error), ask)).rejects.toMatchObject({
      code: 'query_invalid',
      lines: ['no such column', 'nor such a table'],
      subject: { kind: 'source', id: 'w' },
      facts: { line: 3 },
    })
  })

  test('that meets a bug tells nothing of what the bug says', async () => {
    const asked = scene.whileAnswering(() => Promise.reject(new Error(`row ${HIDDEN}`)), ask)
    const error = await asked.catch((failed: unknown) => failed)
    expect(error).toMatchObject({ code: 'unexpected' })
    expect(String(error)).not.toContain(HIDDEN)
  })

  test('whose answer is too large says so', async () => {
    const answer = async () => ({
      columns: [],
      rows: [{ recordId: null, row: 'x'.repeat(1_000_001) }],
      isCut: false,
    })
    await expect(scene.whileAnswering(answer, ask)).rejects.toMatchObject({ code: 'answer_too_large' })
  })

  test('that nobody takes names the missing worker, and is withdrawn', async () => {
    await expect(ask()).rejects.toMatchObject({
      code: 'worker_missing',
      message: expect.stringContaining('no extractor has taken the question'),
    })
    expect(await scene.queue.countReady()).toBe(0)
    await waitFor('the question to be forgotten', async () => (await countQuestions()) === 0)
  })

  test('is not asked where no worker has ever published a key', async () => {
    await scene.db.query('truncate sluice.reader_keys')
    await expect(ask()).rejects.toMatchObject({
      code: 'worker_missing',
      message: expect.stringContaining('no extractor has ever run here'),
    })
  })

  test('ends where it is worked on when whoever asked goes away', async () => {
    const away = new AbortController()
    const reason = new Error('the page was closed')
    const ended: unknown[] = []
    await scene.whileAnswering(
      (_question, signal) =>
        new Promise((_resolve, reject) => {
          away.abort(reason)
          signal.addEventListener('abort', () => {
            ended.push(signal.reason)
            reject(signal.reason as Error)
          })
        }),
      async () => {
        await expect(ask({ signal: away.signal })).rejects.toBe(reason)
        await waitFor('the work to end', async () => ended.length === 1)
      },
    )
    expect(ended).toEqual([new Error('nobody waits for the answer')])
  })

  test('whose worker has gone is given up', async () => {
    const asked = ask().catch((error: unknown) => error)
    const id = await findQuestion()
    await scene.signs.give(id, 'taken')
    setTimeout(() => void scene.signs.withdraw(id, 'taken'), 1_000)
    expect(await asked).toMatchObject({
      code: 'question_unanswered',
      message: expect.stringContaining('is gone'),
    })
  })

  test('that takes too long is given up', async () => {
    const never = (_question: WarehouseQuestion, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
    await expect(scene.whileAnswering(never, ask)).rejects.toMatchObject({
      code: 'question_unanswered',
      message: expect.stringContaining('no answer came from the extractor'),
    })
  })
})

describe('of what others write into Redis', () => {
  test('an answer is none', async () => {
    const asked = ask().catch((error: unknown) => error)
    const id = await findQuestion()
    await scene.signs.putAnswer(id, Buffer.alloc(200, 7))
    expect(await asked).toMatchObject({
      code: 'question_unanswered',
      message: expect.stringContaining('made by nobody who knows the question'),
    })
  })

  test('a question is none: what is not written down is not answered', async () => {
    let count = 0
    await scene.whileAnswering(
      async () => {
        count += 1
        return COUNTS
      },
      async () => {
        const question = randomUUID()
        await scene.signs.give(question, 'asked')
        await scene.queue.add({ question })
        await waitFor('the job to be taken', async () => !(await scene.queue.isOnItsWay(`ask-${question}`)))
      },
    )
    expect(count).toBe(0)
  })
})
