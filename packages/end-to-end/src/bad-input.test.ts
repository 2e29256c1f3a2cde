import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument, DeadLetterDocument } from '@sluice/shared/domain'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const config = (query: string, extra = ''): string => `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - id: people
    source: warehouse
    identifier: person_id
    query: ${query}
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    fields:
      user_id: { "@path": "$.properties.person_id" }
      anonymous_id: { "@path": "$.properties.anonymous" }
      traits: { note: { "@path": "$.properties.note" } }
${extra}`

const PEOPLE = '"select * from people"'

describe('bad input', () => {
  let pipeline: Pipeline

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (person_id text, anonymous jsonb, note text)')
    await pipeline.startWorkers()
  })
  afterAll(async () => {
    await pipeline.close()
  })

  const apply = async (yaml: string, env: Record<string, string> = {}) =>
    pipeline.sluice(['apply', '-f', await pipeline.writeConfig(yaml)], env)

  test.each([
    ['an unknown key', config(PEOPLE, 'mapings: []'), /:\d+ mapings: unknown key/],
    [
      'an unknown region',
      config(PEOPLE).replace('us-west-2', 'us-east-1'),
      /destinations\[0\]\.region: .*us-west-2/,
    ],
    [
      'an unknown action',
      config(PEOPLE).replace('sendIdentify', 'sendEmail'),
      /mappings\[0\]\.action: .*sendIdentify/,
    ],
    [
      'a missing reference',
      config(PEOPLE).replace('model: people', 'model: persons'),
      /mappings\[0\]\.model: .*persons/,
    ],
    [
      'a bad mapping',
      config(PEOPLE).replace('"@path": "$.properties.note"', '"@pth": "x"'),
      /mappings\[0\]\.fields\.traits\.note/,
    ],
    [
      'a secret in the file',
      config(PEOPLE).replace('"${US_KEY}"', '"abcdef"'),
      /destinations\[0\]\.write_key: /,
    ],
    ['a missing variable', config(PEOPLE).replace('US_KEY', 'NO_SUCH_KEY'), /NO_SUCH_KEY/],
    [
      'a syntax error in the query',
      config('"select * form people"'),
      /models\[0\]\.query: .*syntax error at or near/,
    ],
    [
      'two statements',
      config('"select 1 as person_id; drop table people"'),
      /\.yaml:8 models\[0\]\.query: the query has more than one statement/,
    ],
    [
      'an identifier that is no column',
      config('"select note from people"'),
      /\.yaml:7 models\[0\]\.identifier: .*person_id/,
    ],
    [
      'two columns of one name',
      config('"select person_id, note, note from people"'),
      /\.yaml:8 models\[0\]\.query: the query gives two columns the name "note"/,
    ],
    [
      'more than 512 columns',
      config(
        `"select person_id, ${Array.from({ length: 512 }, (_, at) => `1 as c${at}`).join(', ')} from people"`,
      ),
      /\.yaml:8 models\[0\]\.query: the query gives 513 columns, more than 512/,
    ],
    [
      'more than 65,535 characters',
      config(`"select person_id from people /* ${'x'.repeat(65_535)} */"`),
      /\.yaml:8 models\[0\]\.query: the query has 65\d{3} characters, more than 65535/,
    ],
    [
      'a query that deletes',
      config('"with gone as (delete from people returning *) select * from gone"'),
      /\.yaml:8 models\[0\]\.query: the query must be one select/,
    ],
    [
      'a table that nobody made',
      config('"select * from persons"'),
      /\.yaml:8 models\[0\]\.query: .*relation "persons" does not exist/,
    ],
    [
      'a statement timeout of nothing',
      config(PEOPLE).replace('type: postgres,', 'type: postgres, statement_timeout: 0s,'),
      /\.yaml:3 sources\[0\]\.statement_timeout: must be a length of time from 1s to 14d/,
    ],
  ])('%s is told with its place and changes nothing', async (_what, yaml, message) => {
    const { code, stdout, stderr } = await apply(yaml)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('abcdef')
    expect(await pipeline.control('select id from sluice.sources')).toEqual([])
    expect(await pipeline.warehouse('select count(*) from people')).toHaveLength(1)
  })

  test('an unreachable warehouse is told with its place and without its password, and changes nothing', async () => {
    const { code, stderr } = await apply(config(PEOPLE), {
      WAREHOUSE_URL: 'postgres://user:hidden@127.0.0.1:1/none',
    })
    expect(code).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(/sources\[0\]\.connection: .*127\.0\.0\.1:1/)
    expect(stderr).not.toContain('hidden')
    expect(await pipeline.control('select id from sluice.sources')).toEqual([])
  })

  test('a wrong environment is told whole', async () => {
    const { code, stderr } = await pipeline.sluice(['sync', 'people-identify'], {
      DATABASE_URL: '',
      REDIS_URL: 'nowhere',
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(/DATABASE_URL is missing.*REDIS_URL must be a URL/)
  })

  test('a bad row becomes a dead letter with its reason, and the others are delivered', async () => {
    expect(await apply(config(PEOPLE))).toMatchObject({ code: 0 })
    await pipeline.warehouse(
      `insert into people
       select 'good-' || n, null::jsonb, 'fine' from generate_series(1, 50) n
       union all select null, null, 'nobody'
       union all select 'twin', null, 'first' union all select 'twin', null, 'second'
       union all select 'unmappable', '{"secret": "hunter2"}', 'an object is no anonymous id'
       union all select 'too-large', null, repeat('é', 20000)`,
    )
    const { code, stdout } = await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'partial',
      extracted: 55,
      added: 52,
      delivered: 50,
      invalid: 5,
      dead: 0,
      skipped: 0,
      inFlight: 0,
    })
    expect(pipeline.emulator.counts()).toMatchObject({ accepted: 50, rejected: 0, duplicates: 0 })

    const listed = await pipeline.sluice(['dead-letters', 'ls', '--json'])
    const letters = JSON.parse(listed.stdout) as DeadLetterDocument[]
    expect(
      letters.map(({ stage, code: reason, recordId }) => `${stage} ${reason} ${recordId}`).toSorted(),
    ).toEqual([
      'extract identifier_duplicate twin',
      'extract identifier_duplicate twin',
      'extract identifier_null null',
      'map event_too_large too-large',
      'map field_invalid unmappable',
    ])
    expect(listed.stdout).not.toContain('hunter2')
    expect(letters.every(({ reason, status }) => reason.length > 10 && status === 'open')).toBe(true)
  })

  test('what the Tracking API refuses becomes a dead letter alone, however large its batch', async () => {
    pipeline.emulator.setFaults([{ match: { userId: 'refused' }, action: { type: 'status', status: 400 } }])
    await pipeline.warehouse(
      `insert into people select 'more-' || n, null::jsonb, 'fine' from generate_series(1, 100) n union all select 'refused', null, 'x'`,
    )
    const { code, stdout } = await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'partial',
      extracted: 101,
      delivered: 100,
      dead: 1,
      invalid: 0,
    })
    const listed = await pipeline.sluice(['dead-letters', 'ls', '--stage', 'send', '--json'])
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { code: 'rejected', recordId: 'refused', op: 'added', status: 'open' },
    ])
    pipeline.emulator.setFaults([])
  })

  test('a bad row that has not changed is no news', async () => {
    const { code, stdout } = await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'succeeded', extracted: 0 })
  })

  test('a warehouse that goes away fails the sync in one line, and the next one makes up for it', async () => {
    await pipeline.warehouse('alter table people rename to persons')
    const failed = await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])
    expect(failed.code).toBe(1)
    const document = JSON.parse(failed.stdout) as SyncDocument
    expect(document).toMatchObject({ status: 'failed', extracted: 0 })
    expect(document.error).toMatch(/people.*does not exist/)
    await pipeline.warehouse('alter table persons rename to people')
    await pipeline.warehouse(`insert into people values ('late', null, 'x')`)
    expect(await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])).toMatchObject({ code: 0 })
  })
})
