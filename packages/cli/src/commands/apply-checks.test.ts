import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startEmulator, type Emulator } from '@sluice/emulator/server'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import type { CommandResult } from '../testing/run-in-process.ts'

const KEYS = { us: 'wk-us-hunter2', eu: 'wk-eu-hunter2', typo: 'wk-su-hunter2' } as const

const FILE = `sources:
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
    filter: properties.plan = "free"
    fields:
      user_id: { "@path": "$.properties.id" }
      traits:
        email: { "@path": "$.properties.email" }
        plan: { "@template": "{{properties.plan}}" }
`

let emulator: Emulator
let installation: Installation

beforeAll(async () => {
  emulator = await startEmulator({ writeKeys: { [KEYS.us]: 'us-west-2', [KEYS.eu]: 'eu-west-1' } })
  installation = await openInstallation({
    SEGMENT_WRITE_KEY: KEYS.us,
    SLUICE_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
    SLUICE_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
    SLUICE_SETTINGS_ENDPOINT_US_WEST_2: emulator.endpoints['us-west-2'],
    SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: emulator.endpoints['eu-west-1'],
  })
  await installation.warehouse('create table people (id int primary key, email text, plan text)')
  const path = await installation.writeFile('sluice.yaml', FILE)
  await installation.sluice(['apply', '-f', path, '--strict'])
})
afterAll(async () => {
  await installation.close()
  await emulator.close()
})

async function apply(
  text: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const path = await installation.writeFile('sluice.yaml', text)
  const result = await installation.sluice(['apply', '-f', path, ...args], env)
  expect(result.stderr).not.toContain('hunter2')
  return { ...result, stderr: result.stderr.replaceAll(path, 'sluice.yaml') }
}

async function readConfig(): Promise<unknown> {
  const { rows } = await installation.db.query(
    'select (select json_agg(d) from sluice.destinations d) as destinations, (select json_agg(m) from sluice.mappings m) as mappings',
  )
  return rows
}

describe('a mapping that says something in vain', () => {
  const WRONG = FILE.replace('user_id:', 'userId:')
    .replace('properties.email', 'properties.emial')
    .replace('{{properties.plan}}', '{{plan}}')
    .replace('properties.plan = "free"', 'properties.plann = "free"')
    .replace('      traits:', '      integrations: {}\n      traits:')
  const WARNINGS = [
    'sluice.yaml:13 mappings[0].filter: model "people" has no column "plann" (did you mean "plan"?)',
    'sluice.yaml:14 mappings[0].fields: must have user_id or anonymous_id: without it every row becomes a dead letter',
    'sluice.yaml:15 mappings[0].fields.userId: is no field of sendIdentify and is left out (did you mean "user_id"?)',
    expect.stringMatching(
      /^sluice\.yaml:16 mappings\[0\]\.fields\.integrations: is no field of sendIdentify and is left out: there are user_id, /,
    ),
    'sluice.yaml:18 mappings[0].fields.traits.email.@path: model "people" has no column "emial" (did you mean "email"?)',
    'sluice.yaml:19 mappings[0].fields.traits.plan.@template: finds nothing: a row event has no "plan", columns stand under properties (did you mean "properties.plan"?)',
  ]
  const split = (stderr: string): readonly string[] => stderr.trimEnd().split('\n')

  test('is warned of in all its places, and applied', async () => {
    const { code, stdout, stderr } = await apply(WRONG, ['--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ updated: ['mapping/people-identify'] })
    expect(split(stderr)).toEqual(split(stderr).filter((line) => line.includes(': warning: ')))
    expect(split(stderr).map((line) => line.replace(': warning: ', ': '))).toEqual(WARNINGS)
  })

  test('is warned of again when nothing has changed', async () => {
    const { code, stdout, stderr } = await apply(WRONG, ['--dry-run'])
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'dry run, nothing was changed: 0 created, 0 updated, 0 removed, 4 unchanged\n',
    })
    expect(split(stderr)).toHaveLength(WARNINGS.length)
  })

  test('is refused with --strict, and nothing is changed', async () => {
    const before = await readConfig()
    const { code, stdout, stderr } = await apply(`${WRONG}    enabled: false\n`, ['--strict', '--json'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(split(stderr)).toEqual(WARNINGS)
    expect(await readConfig()).toEqual(before)
  })

  test('is judged without its columns with --skip-check', async () => {
    const { stderr } = await apply(WRONG, ['--skip-check', '--dry-run'])
    expect(split(stderr)).toHaveLength(4)
    expect(stderr).not.toContain('has no column')
  })

  test('whose model cannot be asked, and is as it was, is told so', async () => {
    await apply(FILE)
    await installation.warehouse('alter table people rename to persons')
    const { code, stderr } = await apply(FILE)
    await installation.warehouse('alter table persons rename to people')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^sluice\.yaml:4 models\[0\]\.query: warning: columns could not be looked at: .*"people" does not exist\n$/,
      ),
    })
  })

  test('is told of nothing where nothing is wrong', async () => {
    expect(await apply(FILE, ['--strict'])).toMatchObject({ code: 0, stderr: '' })
  })
})

test('an identifier that is made up anew each time is warned of with its place', async () => {
  const text = FILE.replace('select * from people', 'select gen_random_uuid() as id, email, plan from people')
  const { stderr } = await apply(text, ['--dry-run'])
  expect(stderr).toContain(
    'sluice.yaml:4 models[0].identifier: warning: identifier "id" is made by gen_random_uuid(), which may give another value each time',
  )
})

describe('a write key that is new', () => {
  const PLACE = 'sluice.yaml:6 destinations[0]'
  const UNKNOWN =
    `${PLACE}.write_key: the write key of segment: no Segment source has this write key: copy it from the settings ` +
    'of the source, under API Keys (http://… was asked); what is sent under it would be lost\n'

  test.each([[[]], [['--dry-run']]])(
    'is refused when Segment does not know it (%j), and nothing is changed',
    async (args) => {
      const before = await readConfig()
      const { code, stdout, stderr } = await apply(FILE, args, { SEGMENT_WRITE_KEY: KEYS.typo })
      const told = stderr.replace(/\(http:\S+ was/, '(http://… was')
      expect({ code, stdout, told }).toEqual({ code: 2, stdout: '', told: UNKNOWN })
      expect(await readConfig()).toEqual(before)
    },
  )

  test('is refused when it belongs to the other region', async () => {
    const { code, stderr } = await apply(FILE, [], { SEGMENT_WRITE_KEY: KEYS.eu })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${PLACE}.region: the write key of segment: belongs to a source in eu-west-1, not in us-west-2: set region: eu-west-1; what is sent under it would be lost\n`,
    })
  })

  test('is refused when only its region is another', async () => {
    const { code, stderr } = await apply(FILE.replace('us-west-2', 'eu-west-1'))
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('set region: us-west-2'),
    })
  })

  test('is refused beside what the warehouse says, in the order of the file', async () => {
    const { code, stderr } = await apply(FILE.replace('select *', 'selct *'), [], {
      SEGMENT_WRITE_KEY: KEYS.typo,
    })
    const lines = stderr.split('\n').map((line) => line.replace(/: .*/, ''))
    expect({ code, lines }).toEqual({
      code: 2,
      lines: ['sluice.yaml:4 models[0].query', `${PLACE}.write_key`, ''],
    })
  })

  test('that nobody could be asked about is warned of, and taken', async () => {
    const nowhere = {
      SEGMENT_WRITE_KEY: KEYS.typo,
      SLUICE_SETTINGS_ENDPOINT_US_WEST_2: 'http://127.0.0.1:9/v1',
    }
    expect(await apply(FILE, [], nowhere)).toEqual({
      code: 0,
      stdout: 'update  destination/segment: write_key\n0 created, 1 updated, 0 removed, 3 unchanged\n',
      stderr: `${PLACE}.write_key: warning: the write key of segment could not be checked: http://127.0.0.1:9/v1 cannot be reached (ECONNREFUSED): nothing listens there: is the URL right?\n`,
    })
  })

  test('is not asked about again while it stays, nor with --skip-check', async () => {
    expect(await apply(FILE, ['--strict'], { SEGMENT_WRITE_KEY: KEYS.typo })).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect(await apply(FILE, ['--strict'])).toMatchObject({ code: 0, stderr: '' })
    expect(await apply(FILE, ['--skip-check', '--strict'], { SEGMENT_WRITE_KEY: KEYS.typo })).toMatchObject({
      code: 0,
      stderr: '',
    })
  })

  test('of another server than Segment, which keeps no settings, is taken without a question', async () => {
    const own = {
      ...installation.env,
      SLUICE_SETTINGS_ENDPOINT_US_WEST_2: '',
      SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: '',
    }
    expect(await apply(FILE, ['--strict'], { ...own, SEGMENT_WRITE_KEY: KEYS.us })).toMatchObject({
      code: 0,
      stderr: '',
    })
  })
})

test('a malformed endpoint is told beside every other mistake of the environment', async () => {
  const { code, stderr } = await apply(FILE, [], { DATABASE_URL: '', SLUICE_ENDPOINT_US_WEST_2: 'nowhere' })
  expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 })
  expect(stderr).toMatch(/DATABASE_URL is missing.*SLUICE_ENDPOINT_US_WEST_2 must be/)
})
