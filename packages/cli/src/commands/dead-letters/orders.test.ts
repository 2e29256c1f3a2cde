import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createSync,
  discardLetters,
  listDeadLetters,
  recordDeadLetters,
  recordEnabled,
  recordMapping,
  removeConfig,
  requeueLetters,
} from '@sluice/shared/store'
import { SEED_MAPPING, seedConfig, waitFor } from '@sluice/shared/testing'
import { openInstallation, type Installation } from '../../testing/open-installation.ts'
import { runInProcess, startInProcess } from '../../testing/run-in-process.ts'

let installation: Installation
beforeAll(async () => {
  installation = await openInstallation()
  const { db, secrets } = installation
  await seedConfig(db, secrets, { mapping: null })
})
afterAll(() => installation.close())

const run = (...args: readonly string[]) => runInProcess(['dead-letters', ...args], installation.env)

/** A mapping with three open letters of the stage send. */
async function addMapping(id: string): Promise<void> {
  const { db, secrets } = installation
  await recordMapping(db, { ...SEED_MAPPING, id })
  const sync = (await createSync(db, { mapping: id, origin: 'manual' })).id
  await recordDeadLetters(
    db,
    secrets,
    [1, 2, 3].map((deltaSeq) => ({
      mapping: id,
      sync,
      chunk: 1,
      deltaSeq,
      op: 'added',
      version: 1,
      stage: 'send',
      code: 'unauthorized',
      reason: 'answered 401',
      recordId: `${id}-${deltaSeq}`,
      payload: '{}',
    })),
  )
  await db.query(`update sluice.syncs set status = 'canceled', finished_at = now() where id = $1`, [sync])
}

async function countOpen(mapping: string): Promise<number> {
  const { db, secrets } = installation
  return (await listDeadLetters(db, secrets, { mapping, status: 'open', limit: 100 })).length
}

describe.each([
  ['requeue', 'requeued', requeueLetters, '3 of those meant are on their way already, requeued by alice'],
  ['discard', 'discarded', discardLetters, '3 of those meant are discarded by alice'],
] as const)('%s by two at once', (verb, done, order, told) => {
  test('tells the second that the first has them', async () => {
    const { db } = installation
    const mapping = `twice-${verb}`
    await addMapping(mapping)
    const second = await db.transaction(async (tx) => {
      await order(tx, { mapping, actor: 'alice' })
      const command = startInProcess(['dead-letters', verb, '--mapping', mapping], installation.env)
      await waitFor('the second to wait for the first', async () => {
        const { rows } = await db.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'update sluice.dead_letters%'`,
        )
        return rows.length > 0
      })
      return command
    })
    expect(await second.ended).toEqual({
      code: 0,
      stdout: `0 of 0 open dead letters are ${done}\n`,
      stderr: `${told}\n`,
    })
    expect(await run(verb, '--mapping', mapping, '--json')).toMatchObject({
      stdout: `{"matched":0,"${done}":0}\n`,
      stderr: `${told}\n`,
    })
  })
})

describe('a requeue of a mapping that cannot sync', () => {
  test.each([
    [
      'removed',
      (mapping: string) => removeConfig(installation.db, 'mapping', mapping),
      (mapping: string) =>
        `3 letters are left: their mapping ${mapping} was removed; apply it again, or \`sluice dead-letters discard --mapping ${mapping}\``,
    ],
    [
      'disabled',
      (mapping: string) => recordEnabled(installation.db, 'mapping', mapping, false),
      (mapping: string) =>
        `3 letters are left: their mapping ${mapping} is disabled; \`sluice enable mapping/${mapping}\``,
    ],
  ])('that was %s is refused, and its letters stay open', async (what, breakIt, tell) => {
    const mapping = `people-${what}`
    await addMapping(mapping)
    await breakIt(mapping)
    for (const args of [['--dry-run'], []]) {
      expect(await run('requeue', '--mapping', mapping, ...args)).toEqual({
        code: 1,
        stdout: `0 of 3 open dead letters ${args.length === 0 ? 'are' : 'would be'} requeued\n`,
        stderr: `${tell(mapping)}\n`,
      })
    }
    expect(await countOpen(mapping)).toBe(3)
  })

  test('takes the others along, and says with its exit code that some are left', async () => {
    await addMapping('people-well')
    const { code, stdout, stderr } = await run('requeue', '--code', 'unauthorized', '--json')
    expect({ code, stdout }).toEqual({ code: 3, stdout: '{"matched":9,"requeued":3}\n' })
    expect(stderr).toContain('3 letters are left: their mapping people-removed was removed')
    expect(await countOpen('people-well')).toBe(0)
  })

  test('whose destination is disabled is refused, too', async () => {
    await addMapping('people-off')
    await recordEnabled(installation.db, 'destination', 'segment', false)
    expect(await run('requeue', '--mapping', 'people-off')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'its destination segment is disabled; `sluice enable destination/segment`',
      ),
    })
    await recordEnabled(installation.db, 'destination', 'segment', true)
    expect(await run('requeue', '--mapping', 'people-off')).toEqual({
      code: 0,
      stdout: '3 of 3 open dead letters are requeued\n',
      stderr: '',
    })
  })
})

describe('an order on what is not there', () => {
  test.each([
    [['requeue', '999'], 'there is no dead letter 999: `sluice dead-letters ls` lists them\n'],
    [
      ['discard', '998', '999'],
      'there are no dead letters with these ids: `sluice dead-letters ls` lists them\n',
    ],
    [
      ['discard', '--mapping', 'people-wel'],
      'there is no mapping people-wel (did you mean "people-well"?), and no dead letter of one: `sluice status` lists them\n',
    ],
    [['requeue', '--sync', '00000000'], 'there is no sync 00000000: `sluice syncs` lists them\n'],
  ])('%j says so', async (args, stderr) => {
    await addMapping('people-well')
    expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr })
  })

  test('tells of ids that are not open any more what became of them', async () => {
    const { db, secrets } = installation
    await addMapping('people-known')
    const ids = (await listDeadLetters(db, secrets, { mapping: 'people-known', limit: 3 })).map(
      ({ id }) => id,
    )
    await discardLetters(db, { ids: ids.slice(0, 1), actor: 'bob' })
    expect(await run('requeue', ...ids)).toEqual({
      code: 0,
      stdout: '2 of 2 open dead letters are requeued\n',
      stderr: '1 of those meant are discarded by bob\n',
    })
  })
})
