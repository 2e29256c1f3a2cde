import { seedConfig, SEED_DESTINATION } from '@sluice/shared/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createSync, recordDeadLetters, recordDestination } from '@sluice/shared/store'
import type { DeadLetterDocument } from '@sluice/shared/domain'
import { parseConfigFile } from '@sluice/config/yaml'
import { openInstallation, type Installation } from '../testing/open-installation.ts'

let installation: Installation
let sync: string

beforeAll(async () => {
  installation = await openInstallation()
  const { db, secrets, env } = installation
  await installation.warehouse(
    `create table people (id text, email text, plan text);
     insert into people values ('1', 'ada@example.com', 'team'), ('2', null, 'internal'), (null, 'x', 'team'), ('4', 'a', 'team'), ('4', 'b', 'team')`,
  )
  await seedConfig(db, secrets, {
    source: { settings: { connection: env.WAREHOUSE_URL ?? '' } },
    model: { query: 'select * from people' },
    mapping: {
      trigger: ['added', 'deleted'],
      filter: 'properties.plan != "internal"',
      fields: {
        user_id: { '@path': '$.__segment_id' },
        traits: { email: { '@path': '$.properties.email' } },
      },
    },
  })
  await recordDestination(db, secrets, { ...SEED_DESTINATION, id: 'people-identify' })
  sync = (await createSync(db, { mapping: 'people-identify', origin: 'manual' })).id
  const letter = { mapping: 'people-identify', sync, chunk: 1, op: 'added', version: 1 } as const
  await recordDeadLetters(db, secrets, [
    {
      ...letter,
      stage: 'map',
      code: 'id_missing',
      reason: 'needs user_id',
      deltaSeq: 1,
      recordId: '1',
      payload: '{"seq":1}',
    },
    {
      ...letter,
      stage: 'send',
      code: 'rejected',
      reason: 'answered 400',
      deltaSeq: 2,
      recordId: '2',
      payload: '{"type":"identify"}',
    },
  ])
})
afterAll(() => installation.close())

describe('sluice suggest', () => {
  test('prints YAML that is the fields of a mapping, with what is left to a person, and reads no key but of sources', async () => {
    const args = ['suggest', 'people', '--action']
    const { code, stdout, stderr } = await installation.sluice([...args, 'sendIdentify'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const mapping = [
      'id: suggested',
      'model: people',
      'destination: d',
      'trigger: [added]',
      'schedule: manual',
    ]
    const file = `sources: [{ id: s, type: postgres, connection: "\${WAREHOUSE_URL}" }]
models: [{ id: people, source: s, identifier: id, query: select * from people }]
destinations: [{ id: d, write_key: "\${KEY}", region: us-west-2 }]
mappings:
  - ${[...mapping, ...stdout.trimEnd().split('\n')].join('\n    ')}
`
    const env = { WAREHOUSE_URL: 'postgres://localhost/x', KEY: 'k' }
    expect(parseConfigFile(file, 'sluice.yaml', env)).toMatchObject({
      ok: true,
      warnings: [],
      config: {
        mappings: [
          {
            action: 'sendIdentify',
            fields: {
              user_id: { '@path': '$.properties.id' },
              traits: { email: { '@path': '$.properties.email' }, plan: { '@path': '$.properties.plan' } },
            },
          },
        ],
      },
    })
    expect(stdout).toContain('email: { "@path": $.properties.email } # 1.00: "email" is its name')
    const json = await installation.sluice([...args, 'track', '--json'])
    expect(JSON.parse(json.stdout)).toEqual([
      expect.objectContaining({ field: 'user_id', path: '$.properties.id', score: 0.94 }),
      { field: 'traits.email', path: '$.properties.email', score: 1, reason: '"email" is its name' },
      expect.objectContaining({ field: 'traits.plan' }),
    ])
    expect(json.stderr).toBe('needed, and no column is named like it: event_name\n')
    expect(await installation.sluice(['suggest', 'people', '--action', 'buy'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it must be identify, track, page, screen, group or alias'),
    })
    expect(await installation.sluice(['suggest', 'none', '--action', 'track'])).toMatchObject({ code: 2 })
  })
})

describe('sluice preview', () => {
  test('maps real rows, tells what would not be sent, and changes nothing', async () => {
    const { code, stdout, stderr } = await installation.sluice(['preview', 'people-identify', '--json'])
    // Some of the rows would become dead letters.
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    const previews = JSON.parse(stdout) as {
      recordId: string | null
      outcome: string
      event?: object
      reason?: string
    }[]
    expect(previews.map(({ recordId, outcome, reason }) => [recordId, outcome, reason])).toEqual(
      expect.arrayContaining([
        ['1', 'event', undefined],
        ['2', 'skipped', 'the filter does not let it pass'],
        [null, 'invalid', 'identifier_null: the identifier column is null or empty'],
        ['4', 'invalid', 'identifier_duplicate: another row has the same identifier'],
      ]),
    )
    expect(previews.find(({ recordId }) => recordId === '1')?.event).toMatchObject({
      type: 'identify',
      userId: '1',
      traits: { email: 'ada@example.com' },
    })
    const { rows } = await installation.db.query('select id from sluice.audit_log')
    expect(rows).toEqual([])
  })

  test.each([
    ['deleted', 'event', undefined],
    ['updated', 'skipped', 'the trigger of the mapping does not name updated'],
  ])('maps rows as if they were %s', async (op, outcome, reason) => {
    const { stdout } = await installation.sluice([
      'preview',
      'people-identify',
      '--op',
      op,
      '--limit',
      '1',
      '--json',
    ])
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ op, outcome, ...(reason === undefined ? {} : { reason }) }),
    ])
  })

  test('maps a row event from a file', async () => {
    const path = await installation.writeFile(
      'row.json',
      JSON.stringify({ event: 'new', __segment_id: '9', properties: { email: 'x@example.com' } }),
    )
    const { stdout } = await installation.sluice(['preview', 'people-identify', '--row', path])
    expect(stdout).toMatch(/^9 added: event\n\{\n.*"userId": "9"/s)
    expect(stdout).toMatch(/1 event, 0 skipped, 0 invalid; nothing was sent\n$/)
  })

  test('refuses a row event that is none, and an unknown mapping', async () => {
    const path = await installation.writeFile('row.json', '{"event": "gone"}')
    const { code, stderr } = await installation.sluice(['preview', 'people-identify', '--row', path])
    expect({ code, lines: stderr.replaceAll(path, 'row.json') }).toEqual({
      code: 2,
      lines:
        'row.json event: must be new, updated or deleted\nrow.json properties: must be an object: the columns of the row\n',
    })
    expect(await installation.sluice(['preview', 'nothing'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('sluice dead-letters', () => {
  test.each([
    [[], ['2', '1']],
    [['--stage', 'map'], ['1']],
    [['--code', 'rejected', '--status', 'open', '--mapping', 'people-identify'], ['2']],
    [['--mapping', 'others'], []],
    [['--limit', '1'], ['2']],
  ])('ls %j lists them, newest first, without what they hold', async (filter, records) => {
    const { stdout } = await installation.sluice(['dead-letters', 'ls', ...filter, '--json'])
    const letters = JSON.parse(stdout) as DeadLetterDocument[]
    expect(letters.map(({ recordId }) => recordId)).toEqual(records)
    for (const letter of letters) {
      expect(Object.keys(letter).toSorted()).toEqual(
        [
          'id',
          'stage',
          'code',
          'reason',
          'mapping',
          'sync',
          'recordId',
          'op',
          'status',
          'createdAt',
        ].toSorted(),
      )
    }
  })

  test('ls without a key does not tell whose they are', async () => {
    const { stdout, stderr } = await installation.sluice(['dead-letters', 'ls', '--json'], {
      SLUICE_SECRET_KEY: '',
    })
    const letters = JSON.parse(stdout) as DeadLetterDocument[]
    expect(letters.map(({ recordId }) => recordId)).toEqual([null, null])
    expect(stderr).toBe('record ids are sealed: with SLUICE_SECRET_KEY or SLUICE_DATA_KEY they are shown\n')
  })

  test('ls tells people the causes with what to do first, then the letters', async () => {
    const { stdout } = await installation.sluice(['dead-letters', 'ls', '--sync', sync.slice(0, 8)])
    expect(stdout).toMatch(/^LETTERS +OPEN +MAPPING +STAGE +CODE +OLDEST +NEWEST\n/)
    expect(stdout).toMatch(
      / 1 +1 +people-identify +send +rejected +\d+ \w+ ago +\d+ \w+ ago\n {2}reason: answered 400\n/,
    )
    expect(stdout).toContain(
      '  sluice dead-letters requeue --mapping people-identify --stage send --code rejected\n',
    )
    expect(stdout).toMatch(/\n\nID +CREATED +MAPPING +STAGE +CODE +STATUS +OP +RECORD +REASON\n/)
    expect(stdout).toMatch(/people-identify +send +rejected +open +added +2 +answered 400\n/)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })

  test('show opens one', async () => {
    const listed = await installation.sluice(['dead-letters', 'ls', '--stage', 'send', '--json'])
    const [letter] = JSON.parse(listed.stdout) as DeadLetterDocument[]
    const { stdout } = await installation.sluice(['dead-letters', 'show', letter?.id ?? '', '--json'])
    expect(JSON.parse(stdout)).toEqual({ ...letter, payload: { type: 'identify' }, history: [] })
    expect(await installation.sluice(['dead-letters', 'show', '999'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('sluice enable and disable', () => {
  test('switch what is meant, once, and write it down', async () => {
    const ambiguous = await installation.sluice(['disable', 'people-identify'])
    expect(ambiguous).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'people-identify is a mapping and a destination: write mapping/people-identify or destination/people-identify\n',
    })
    const first = await installation.sluice(['disable', 'mapping/people-identify', '--json'])
    expect(JSON.parse(first.stdout)).toEqual({
      kind: 'mapping',
      id: 'people-identify',
      enabled: false,
      changed: true,
    })
    const second = await installation.sluice(['disable', 'mapping/people-identify'])
    expect(second).toEqual({ code: 0, stdout: 'mapping/people-identify was already disabled\n', stderr: '' })
    const { rows } = await installation.db.query(
      'select action, kind, subject_id, before, after from sluice.audit_log order by id',
    )
    expect(rows).toEqual([
      {
        action: 'updated',
        kind: 'mapping',
        subject_id: 'people-identify',
        before: { enabled: true },
        after: { enabled: false },
      },
    ])
    expect(await installation.sluice(['enable', 'mapping/people-identify'])).toMatchObject({ code: 0 })
  })

  test('refuse what is not there, and say what was probably meant', async () => {
    expect(await installation.sluice(['disable', 'segmnt'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'there is no mapping or destination segmnt (did you mean "segment"?): `sluice status` lists them\n',
    })
  })
})
