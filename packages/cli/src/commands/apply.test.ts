import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createSync, failSync, readSync } from '@sluice/shared/store'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import type { CommandResult } from '../testing/run-in-process.ts'

const FILE = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: id, query: "select * from people" }
destinations:
  - { id: segment, write_key: "\${SEGMENT_WRITE_KEY}", region: us-west-2 }
mappings:
  - id: people-identify
    model: people
    destination: segment
    action: sendIdentify
    trigger: [added, updated]
    fields:
      user_id: { "@path": "$.properties.id" }
      traits: { email: { "@path": "$.properties.email" } }
`
const ALL = ['source/warehouse', 'model/people', 'destination/segment', 'mapping/people-identify']
const WITHOUT_MAPPINGS = FILE.slice(0, FILE.indexOf('mappings:'))

let installation: Installation
let files = 0

beforeAll(async () => {
  installation = await openInstallation()
  await installation.warehouse(`create table people (id int primary key, email text)`)
})
afterAll(() => installation.close())

async function apply(text: string, ...args: string[]): Promise<CommandResult> {
  files += 1
  const path = await installation.writeFile(`sluice-${files}.yaml`, text)
  const result = await installation.sluice(['apply', '-f', path, ...args])
  return { ...result, stderr: result.stderr.replaceAll(path, 'sluice.yaml') }
}

async function readConfigRows(): Promise<unknown> {
  const { rows } = await installation.db.query(
    `select (select json_agg(s) from sluice.sources s) as sources, (select json_agg(m) from sluice.models m) as models,
       (select json_agg(d) from sluice.destinations d) as destinations, (select json_agg(m) from sluice.mappings m) as mappings,
       (select count(*) from sluice.audit_log) as audits`,
  )
  return rows[0]
}

describe('sluice apply', () => {
  test('with --dry-run shows the plan and changes nothing, neither here nor in the warehouse', async () => {
    const before = await readConfigRows()
    expect(await apply(FILE, '--dry-run')).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'create  source/warehouse',
        'create  model/people',
        'create  destination/segment',
        'create  mapping/people-identify',
        'dry run, nothing was changed: 4 created, 0 updated, 0 removed, 0 unchanged',
        '',
      ].join('\n'),
    })
    expect(await readConfigRows()).toEqual(before)
  })

  test('creates what is new, and a second time finds everything unchanged', async () => {
    const first = await apply(FILE, '--json')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(first.stdout)).toEqual({
      created: ALL,
      updated: [],
      removed: [],
      unchanged: [],
      effects: [],
    })

    const before = await readConfigRows()
    const second = await apply(FILE, '--json')
    expect(JSON.parse(second.stdout)).toEqual({
      created: [],
      updated: [],
      removed: [],
      unchanged: ALL,
      effects: [],
    })
    expect(await readConfigRows()).toEqual(before)
  })

  test('updates what is different, and writes down who did it, without the secret', async () => {
    const path = await installation.writeFile('update.yaml', FILE.replace('us-west-2', 'eu-west-1'))
    const { stdout } = await installation.sluice(['apply', '-f', path], { SEGMENT_WRITE_KEY: 'wk-hunter3' })
    expect(stdout).toBe(
      'update  destination/segment: write_key, region\n0 created, 1 updated, 0 removed, 3 unchanged\n',
    )
    const { rows } = await installation.db.query<{ actor: string; text: string }>(
      `select actor, action || ' ' || kind || '/' || subject_id || ' ' || before || ' ' || after as text
       from sluice.audit_log order by id desc limit 1`,
    )
    expect(rows[0]?.text).toMatch(/^updated destination\/segment .*us-west-2.*\(secret, changed\).*eu-west-1/)
    expect(rows[0]?.actor.length).toBeGreaterThan(0)
    const { rows: audit } = await installation.db.query('select * from sluice.audit_log')
    expect(JSON.stringify(audit)).not.toContain('hunter')
  })

  test('leaves alone what the file does not name, and says so', async () => {
    const { stdout, stderr } = await apply(WITHOUT_MAPPINGS, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ removed: [] })
    expect(stderr).toBe(
      'not in sluice.yaml and left as they are: mapping/people-identify (--prune removes them)\n',
    )
  })

  test('with --prune removes it, and ends its sync', async () => {
    const sync = await createSync(installation.db, { mapping: 'people-identify', origin: 'manual' })
    const pruned = await apply(WITHOUT_MAPPINGS, '--prune', '--json')
    expect(JSON.parse(pruned.stdout)).toMatchObject({ removed: ['mapping/people-identify'] })
    expect(pruned.stderr).toBe(
      `sync ${sync.id} of mapping people-identify is canceled: its mapping is removed\n`,
    )
    expect(await readSync(installation.db, sync.id)).toMatchObject({ status: 'canceled' })
  })

  test('refuses to remove what the sync of another mapping still uses, and ends a dry run that does', async () => {
    expect(await apply(FILE)).toMatchObject({ code: 0 })
    const sync = await createSync(installation.db, { mapping: 'people-identify', origin: 'manual' })
    const moved = FILE.replace('id: segment,', 'id: segment-2,').replace(
      'destination: segment',
      'destination: segment-2',
    )
    const before = await readConfigRows()
    const refused = await apply(moved, '--prune')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toBe(
      `destination/segment cannot be removed while sync ${sync.id} of mapping people-identify runs: wait for it to end, or cancel it: \`sluice cancel ${sync.id}\` ends it\n`,
    )
    expect(await readConfigRows()).toEqual(before)
    await failSync(installation.db, sync.id, 'unexpected', 'ended by the test')
    const dryRun = await createSync(installation.db, { mapping: 'people-identify', origin: 'dry_run' })
    expect(await apply(moved, '--prune')).toMatchObject({ code: 0 })
    expect(await readSync(installation.db, dryRun.id)).toMatchObject({
      status: 'canceled',
      errorCode: 'dry_run_ended',
      error: 'destination/segment, which it looks at, was removed meanwhile',
    })
    expect(await apply(FILE, '--prune')).toMatchObject({ code: 0 })
    expect(await apply(WITHOUT_MAPPINGS, '--prune')).toMatchObject({ code: 0 })
  })

  test('seals anew what is under a key that was replaced, or lost', async () => {
    const rotated = Buffer.alloc(32, 2).toString('base64')
    const lost = { SLUICE_SECRET_KEY: rotated }
    const path = await installation.writeFile('rotated.yaml', WITHOUT_MAPPINGS)
    const applyUnder = async (env: Record<string, string>): Promise<unknown> =>
      JSON.parse((await installation.sluice(['apply', '-f', path, '--json'], env)).stdout)
    const previous = { ...lost, SLUICE_SECRET_KEY_PREVIOUS: installation.env['SLUICE_SECRET_KEY'] ?? '' }
    const secrets = ['source/warehouse', 'destination/segment']
    expect(await applyUnder(previous)).toMatchObject({ updated: secrets, unchanged: ['model/people'] })
    expect(await applyUnder(lost)).toMatchObject({ updated: [] })
    // Back again, as if the key of now had been lost.
    expect(await applyUnder({})).toMatchObject({ updated: secrets })
  })

  test('lets two at once come to the same end', async () => {
    const results = await Promise.all([apply(FILE, '--json'), apply(FILE, '--json')])
    const documents = results.map(
      ({ stdout }) => JSON.parse(stdout) as { created: string[]; unchanged: string[] },
    )
    expect(documents.flatMap(({ created }) => created)).toEqual(['mapping/people-identify'])
    expect(documents.map(({ created, unchanged }) => created.length + unchanged.length)).toEqual([4, 4])
  })

  test.each([
    [
      'an error in the query, with its line',
      FILE.replace('"select * from people"', '"select *\\nform people"'),
      2,
      'sluice.yaml:5 models[0].query: query line 2: syntax error at or near "form"\n',
    ],
    [
      'an identifier that the query does not give',
      FILE.replace('identifier: id', 'identifier: person_id'),
      2,
      `sluice.yaml:5 models[0].identifier: the identifier "person_id" is not in the query's result ("id", "email")\n`,
    ],
    [
      'an unreachable warehouse, without its password',
      FILE.replace('"${WAREHOUSE_URL}"', '"postgres://sluice:${SEGMENT_WRITE_KEY}@127.0.0.1:1/x"'),
      1,
      'sluice.yaml:3 sources[0].connection: warehouse 127.0.0.1:1/x cannot be reached (ECONNREFUSED): is it up, and is its connection right?\n',
    ],
    [
      'several mistakes in one line each',
      FILE.replace('us-west-2', 'us').replace('sendIdentify', 'sendMail'),
      2,
      'sluice.yaml:7 destinations[0].region: unknown region "us": must be us-west-2 or eu-west-1\n' +
        'sluice.yaml:12 mappings[0].action: unknown action "sendMail": must be sendIdentify, sendTrack, sendPage, sendScreen, sendGroup or sendAlias\n',
    ],
  ])('tells %s, and changes nothing', async (_what, text, code, stderr) => {
    const before = await readConfigRows()
    expect(await apply(text, '--json')).toEqual({ code, stdout: '', stderr })
    expect(await readConfigRows()).toEqual(before)
  })

  test('does not look at the warehouse with --skip-check', async () => {
    expect(
      await apply(FILE.replace('select * from people', 'select nonsense'), '--skip-check'),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('update  model/people: query'),
    })
    await apply(FILE)
  })

  test.each([
    ['a file that is not there', ['-f', 'none.yaml'], 'none.yaml: there is no such file'],
    ['a directory', ['-f', '.'], '.: this is a directory, not a file'],
    ['no file at all', [], 'sluice.yaml: there is no such file'],
  ])('refuses %s', async (_what, args, message) => {
    // In a folder of its own, where there is none.
    expect(await installation.runProcess(['apply', ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: `${message}\n`,
    })
  })
})

describe('sluice export', () => {
  test('writes the file that changes nothing when it is applied', async () => {
    const { stdout, code } = await installation.sluice(['export'])
    expect(code).toBe(0)
    expect(stdout).not.toContain('hunter2')
    const path = await installation.writeFile('exported.yaml', stdout)
    const applied = await installation.sluice(['apply', '-f', path, '--prune', '--json'], {
      SLUICE_SOURCE_WAREHOUSE_CONNECTION: installation.env.WAREHOUSE_URL ?? '',
      SLUICE_DESTINATION_SEGMENT_WRITE_KEY: installation.env.SEGMENT_WRITE_KEY ?? '',
    })
    expect(JSON.parse(applied.stdout)).toEqual({
      created: [],
      updated: [],
      removed: [],
      unchanged: ALL,
      effects: [],
    })
  })

  test('with --json prints the same document', async () => {
    const { stdout } = await installation.sluice(['export', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      sources: [{ id: 'warehouse', connection: '${SLUICE_SOURCE_WAREHOUSE_CONNECTION}' }],
      mappings: [{ id: 'people-identify', schedule: 'manual' }],
    })
  })

  test('with another secret key says what is wrong', async () => {
    const { code, stdout, stderr } = await installation.sluice(['export'], {
      SLUICE_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    })
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
      code: 2,
      stdout: '',
      lines: 1,
    })
    expect(stderr).toContain('SLUICE_SECRET_KEY')
  })
})
