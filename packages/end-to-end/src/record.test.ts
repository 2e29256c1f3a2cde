import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createDirectAsker, tellRecord, type AskDeps, type RecordDocument } from '@sluice/operations'
import {
  EXTRACT_QUEUE,
  connectRedis,
  openQueue,
  type ExtractPayload,
  type RedisConnection,
  type TypedQueue,
} from '@sluice/shared/queues'
import { createSecretBox } from '@sluice/shared/secrets'
import { openDatabase, pruneHistory, recordReset, type Database } from '@sluice/shared/store'
import { removePrefix, waitFor } from '@sluice/shared/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { PEOPLE_SCENE } from './people-config.ts'
import { syncToEnd } from './sync-to-end.ts'

const CONFIG = `${PEOPLE_SCENE}mappings:
  - id: people
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated, deleted]
    filter: properties.note != "hidden"
    fields:
      user_id: { "@path": "$.__segment_id" }
      traits: { note: { "@path": "$.properties.note" } }
  - id: by-mail
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added]
    fields:
      user_id: { "@path": "$.properties.mail" }
`

const DAYS_MS = 86_400_000

describe('the story of a record', () => {
  let pipeline: Pipeline
  let db: Database
  let redis: RedisConnection
  let deps: AskDeps
  let extract: TypedQueue<ExtractPayload>

  beforeAll(async () => {
    pipeline = await openPipeline()
    redis = await connectRedis(pipeline.redisUrl)
    extract = openQueue(EXTRACT_QUEUE, { redis, prefix: pipeline.prefix, onError: () => {} })
    db = openDatabase({ url: pipeline.controlUrl, applicationName: 'record test' })
    const nowhere = () => ({}) as never
    const secrets = createSecretBox(pipeline.env['SLUICE_SECRET_KEY'] ?? '')
    deps = { db, asker: createDirectAsker({ db, secrets, places: nowhere, alerting: nowhere }) }
    await pipeline.warehouse('create table people (person_id text primary key, note text, mail text)')
    await pipeline.startWorkers()
    await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
  })
  afterAll(async () => {
    await extract.close()
    await redis.quit()
    await db.close()
    await pipeline.close()
  })

  const sync = (mapping = 'people', origin: 'manual' | 'baseline' = 'manual') =>
    syncToEnd({ db, extract }, { mapping, origin, allowDeletes: true })
  const tell = (id: string, mapping = 'people', role: 'operator' | 'viewer' = 'operator') =>
    tellRecord(deps, { mapping, id }, { actor: 'test', role })
  const outline = ({ versions }: RecordDocument): readonly string[] =>
    versions.map(({ version, op, status }) => `${version} ${op} ${status}`)
  const sent = (id: string): readonly unknown[] =>
    pipeline.emulator
      .events()
      .filter(({ payload }) => payload['userId'] === id)
      .map(({ payload }) => payload['messageId'])
  const order = async (verb: 'requeue' | 'discard', id: string): Promise<void> => {
    const letter = (await tell(id)).versions.find(({ deadLetter }) => deadLetter !== null)?.deadLetter
    await pipeline.sluice(['dead-letters', verb, letter ?? ''])
    await waitFor('no letter to be on its way', async () => {
      const rows = await pipeline.control(
        `select from sluice.dead_letters where status = 'requeued' union all select from sluice.syncs where finished_at is null`,
      )
      return rows.length === 0
    })
  }
  const ENDS: Readonly<Record<string, readonly string[]>> = {
    fine: ['1 added delivered', '2 updated delivered'],
    dead: ['1 added dead'],
    late: ['1 added delivered'],
    stale: ['1 added superseded', '2 updated delivered'],
    dropped: ['1 added discarded'],
    hidden: ['1 added skipped'],
    gone: ['1 added delivered', '2 deleted delivered'],
  }
  const tellAll = async () =>
    Object.fromEntries(await Promise.all(Object.keys(ENDS).map(async (id) => [id, await tell(id)] as const)))

  test('tells every kind of end, also when Redis has lost everything', async () => {
    pipeline.emulator.setFaults([
      {
        match: { userId: ['dead', 'late', 'stale', 'dropped'] },
        action: { type: 'status', status: 400 },
      },
    ])
    await pipeline.warehouse(
      `insert into people select id, case id when 'hidden' then 'hidden' else 'x' end, id || '@example.com'
       from unnest(array['fine', 'dead', 'late', 'stale', 'dropped', 'hidden', 'gone']) as id`,
    )
    const before = await tell('fine')
    expect(before).toMatchObject({
      row: { person_id: 'fine', note: 'x' },
      pending: { op: 'added', version: 1, outcome: 'event', event: { userId: 'fine' } },
      remembered: null,
      notes: [],
      versions: [],
    })
    expect((await tell('hidden')).pending).toMatchObject({ outcome: 'skipped' })
    const first = await sync()
    expect(first).toMatchObject({ status: 'partial', delivered: 2, dead: 4, skipped: 1 })
    expect(sent('fine')).toEqual([before.pending?.messageId])
    pipeline.emulator.setFaults([])

    await pipeline.warehouse(`update people set note = 'y' where person_id in ('fine', 'stale')`)
    await pipeline.warehouse(`delete from people where person_id = 'gone'`)
    expect((await tell('gone')).pending).toMatchObject({ op: 'deleted', version: 2, outcome: 'event' })
    const second = await sync()
    await order('requeue', 'late')
    await order('requeue', 'stale')
    await order('discard', 'dropped')

    const stories = await tellAll()
    expect(Object.fromEntries(Object.entries(stories).map(([id, story]) => [id, outline(story)]))).toEqual(
      ENDS,
    )
    const { fine, dead, late, gone } = stories
    expect(fine).toMatchObject({ pending: null, waiting: null, notes: [], foundBy: 'record id' })
    expect(fine?.versions.map((version) => version.sync)).toEqual([first.id, second.id])
    expect(fine?.versions.flatMap(({ messageIds }) => messageIds)).toEqual(sent('fine'))
    expect(late?.versions.flatMap(({ messageIds }) => messageIds)).toEqual(sent('late'))
    expect(gone?.versions.flatMap(({ messageIds }) => messageIds)).toEqual(sent('gone'))
    expect(gone).toMatchObject({ row: null, remembered: { version: 2, deliveredVersion: 2 } })
    expect(dead?.versions[0]?.reason).toMatch(/^rejected: .*400/)

    await removePrefix(redis, pipeline.prefix)
    expect(await tellAll()).toEqual(stories)
  })

  test('is found by a messageId and by a user id, and of a viewer it hides the values', async () => {
    const [first, last] = sent('fine')
    for (const id of [first, last]) {
      expect(await tell(String(id))).toMatchObject({ recordId: 'fine', foundBy: 'messageId' })
    }
    expect(await tell('fine@example.com', 'by-mail')).toMatchObject({ recordId: 'fine', foundBy: 'user id' })
    await expect(tell('fine@example.com', 'by-mail', 'viewer')).rejects.toMatchObject({
      code: 'record_unknown',
    })
    await pipeline.warehouse(`update people set note = 'z' where person_id = 'fine'`)
    const shown = await tell(String(first), 'people', 'viewer')
    expect(shown).toMatchObject({ recordId: null, row: null, pending: { op: 'updated', version: 3 } })
    expect(JSON.stringify(shown)).not.toContain('fine')
  })

  test('that nobody knows is an error that says where was looked', async () => {
    const { code, stdout, stderr } = await pipeline.sluice(['record', 'people', 'nobody', '--json'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /knows no record with this id[\s\S]*as a record id.*model people[\s\S]*not looked for as a user id/,
    )
    const told = await pipeline.sluice(['record', 'people', 'stale'])
    expect(told.code).toBe(0)
    expect(told.stdout).toMatch(/superseded[\s\S]*a newer version had gone out/)
  })

  test('is told by a console that holds no key, by a dead letter too, and who looked is in the audit log', async () => {
    const url = await pipeline.startConsole()
    const ask = async (path: string) => {
      const headers = { authorization: `Basic ${btoa('ops:secret')}`, accept: 'text/html' }
      const answer = await fetch(`${url}/${path}`, { headers })
      return { status: answer.status, text: await answer.text() }
    }
    const { status, text } = await ask('api/v1/mappings/people/records/stale')
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual(await tell('stale'))
    const page = await ask('records?mapping=people&id=stale')
    expect(page.text).toMatch(/superseded[\s\S]*Version 1, added[\s\S]*Version 2, updated/)
    const letter = (await tell('dead')).versions[0]?.deadLetter
    expect((await ask(`records?letter=${letter}`)).text).toContain('dead@example.com')
    const nowhere = await ask('records?mapping=people&id=nobody')
    expect(nowhere.status).toBe(404)
    expect(nowhere.text).toMatch(/Not found[\s\S]*looked as a record id/)
    const looks = await pipeline.control(
      `select from sluice.audit_log where action = 'looked' and kind = 'mapping' and subject_id = 'people' and actor = 'console:ops'`,
    )
    expect(looks).toHaveLength(4)
  })

  test('tells versions before a reset apart, and says what is not known any more', async () => {
    await recordReset(db, 'people')
    expect(await tell('fine')).toMatchObject({
      pending: { op: 'added', version: 1 },
      notes: [expect.stringMatching(/was reset/)],
    })
    await sync()
    const story = await tell('fine')
    expect(outline(story)).toEqual(['1 added delivered', '2 updated delivered', '1 added delivered'])
    expect(new Set(story.versions.map(({ epoch }) => epoch)).size).toBe(2)
    expect(story.versions.flatMap(({ messageIds }) => messageIds)).toEqual(sent('fine'))

    await pipeline.warehouse(`update people set note = 'last' where person_id = 'fine'`)
    await sync()
    await pipeline.warehouse(`insert into people values ('newest', 'x', null)`)
    await sync()
    await pipeline.control(
      `update sluice.syncs set finished_at = finished_at - interval '91 days' where id <> (select id from sluice.syncs order by created_at desc limit 1)`,
    )
    await pruneHistory(db, 90 * DAYS_MS)
    const pruned = await tell('fine')
    expect(outline(pruned)).toEqual(['2 null delivered'])
    expect(pruned.versions[0]).toMatchObject({ sync: null, messageIds: [sent('fine').at(-1)] })
    expect(pruned.notes).toEqual([
      expect.stringMatching(/^what became of version 1 is not kept any more/),
      expect.stringMatching(/number \d+\) is not in the history any more/),
    ])
  })
})
