import type { Mapping } from '@sluice/shared/domain'
import { seedConfig, SEED_MAPPING } from '@sluice/shared/testing'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Command } from 'commander'
import {
  createSync,
  failSync,
  recordAlert,
  recordAlertChannel,
  recordAlertRule,
  recordDeadLetters,
  recordDestinationError,
  recordMapping,
  recordModel,
} from '@sluice/shared/store'
import { createProgram } from './program.ts'
import { openInstallation, type Installation } from './testing/open-installation.ts'
import { createTestShell } from './testing/create-test-shell.ts'
import { runInProcess, type CommandResult } from './testing/run-in-process.ts'

/**
 * Sets a title, clears the screen, goes up a line, turns the direction of text, and pretends to be a line of its own.
 */
const EVIL = 'x\u001b]0;title\u0007\u009b2J\r\u202efdp.exe\u2066\u2028\u007f\t\nFORGED done'

/** What a terminal would obey, or read as a line that nobody wrote. */
const OBEYED = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]|^FORGED/mu

let installation: Installation
let endpoint: Server
let sync: string
beforeAll(async () => {
  installation = await openInstallation()
  const { db, secrets, env } = installation
  endpoint = createServer((_request, response) => response.end('{}'))
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
  await installation.warehouse(
    `create table people (id text, email text); insert into people values (${quote(EVIL)}, ${quote(EVIL)}), (${quote(EVIL)}, 'b'), ('2', ${quote(EVIL)})`,
  )
  const mapping: Partial<Mapping> = {
    id: EVIL,
    action: 'sendTrack',
    filter: `properties.email != "${EVIL}"`,
    fields: { event_name: EVIL, properties: { [EVIL]: { '@path': '$.properties.id' } } },
  }
  await seedConfig(db, secrets, {
    source: { id: EVIL, settings: { connection: env['WAREHOUSE_URL'] ?? '' } },
    model: { id: EVIL, query: `select *, ${quote(EVIL)} as more, 1 as "Customer\u001b]0;Id"\n\tfrom people` },
    destination: { id: EVIL },
    mapping,
  })
  await recordModel(db, {
    id: `${EVIL} broken`,
    source: EVIL,
    identifier: 'id',
    query: `select "${EVIL}" from people`,
  })
  const off = { id: `${EVIL} off`, model: EVIL, destination: EVIL, enabled: false }
  await recordMapping(db, { ...SEED_MAPPING, ...mapping, ...off })

  sync = (await createSync(db, { mapping: EVIL, origin: 'manual' })).id
  await recordDeadLetters(db, secrets, [
    {
      mapping: EVIL,
      sync,
      chunk: 1,
      op: 'added',
      version: 1,
      stage: 'send',
      code: 'rejected',
      reason: `answered 400: ${EVIL}`,
      deltaSeq: 1,
      recordId: EVIL,
      payload: JSON.stringify({ userId: EVIL, [EVIL]: 1 }),
    },
  ])
  const people = { secret: null, from: EVIL, to: [EVIL] }
  await recordAlertChannel(db, secrets, { id: EVIL, type: 'webhook', url: 'http://127.0.0.1:1', ...people })
  await recordAlertRule(db, { id: EVIL, on: 'failed', mapping: EVIL, above: null, channels: [EVIL] })
  const about = { mapping: EVIL, destination: null, sync: null, since: new Date(), cause: EVIL }
  await recordAlert(db, { rule: EVIL, kind: 'failed', subject: `mapping/${EVIL}`, ...about })
  await failSync(db, sync, 'query_invalid', `query: ${EVIL}`)
  await recordDestinationError(db, EVIL, `answered 401: ${EVIL}`)
})
afterAll(async () => {
  endpoint.close()
  await installation.close()
})

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Every command with what makes it speak; hostile arguments first, then those that find something. */
const RUNS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  migrate: [['--json'], []],
  apply: [
    ['-f', EVIL],
    ['-f', '@file'],
  ],
  export: [[], ['--json']],
  preview: [[EVIL], [EVIL, '--json'], ['no' + EVIL], [EVIL, '--row', EVIL], [EVIL, '--row', '@row']],
  suggest: [
    [EVIL, '--action', 'track'],
    [EVIL, '--action', 'identify', '--json'],
    ['no' + EVIL, '--action', 'track'],
    [EVIL, '--action', EVIL],
  ],
  'test-source': [[EVIL], [EVIL, '--json'], ['no' + EVIL]],
  'test-destination': [[EVIL], [EVIL, '--json'], ['no' + EVIL]],
  sync: [['no' + EVIL], [`${EVIL} off`], [EVIL], [EVIL, EVIL], [EVIL, '--timeout', EVIL]],
  syncs: [[], ['--json'], [EVIL], ['no' + EVIL]],
  cancel: [[EVIL], ['@sync']],
  // One of a mapping that is there waits for an extractor.
  baseline: [['no' + EVIL]],
  reset: [[EVIL], ['no' + EVIL]],
  status: [[], ['--json']],
  usage: [[], ['--json'], ['--month', EVIL]],
  enable: [[EVIL], [`mapping/${EVIL}`], ['no' + EVIL]],
  disable: [[`destination/${EVIL}`], ['no' + EVIL]],
  record: [
    [EVIL, EVIL],
    [EVIL, EVIL, '--json'],
    [EVIL, '2'],
    [EVIL, 'no' + EVIL],
    ['no' + EVIL, EVIL],
  ],
  'dead-letters ls': [[], ['--json'], ['--mapping', EVIL], ['--code', EVIL], ['--since', EVIL]],
  'dead-letters show': [['1'], ['1', '--json'], [EVIL]],
  'dead-letters requeue': [['--mapping', EVIL, '--dry-run'], ['--mapping', 'no' + EVIL], [EVIL]],
  'dead-letters discard': [['--mapping', EVIL], ['--mapping', EVIL], [EVIL]],
  'tokens create': [
    ['--role', 'viewer', '--name', EVIL],
    ['--role', EVIL, '--name', 'x'],
  ],
  'tokens ls': [[], ['--json']],
  'tokens revoke': [[EVIL]],
  'alerts ls': [[], ['--json']],
  'alerts test': [[EVIL], [EVIL, '--json'], ['no' + EVIL]],
  'alerts mute': [
    [EVIL, '--for', '1h'],
    [EVIL, '--for', EVIL],
    [EVIL, '--for', '1h', '--mapping', 'no' + EVIL],
  ],
  'alerts unmute': [[EVIL], ['no' + EVIL]],
  keys: [[], [EVIL]],
  start: [[EVIL]],
  completion: [[EVIL], ['bash'], ['zsh'], ['fish', '--json']],
  demo: [[EVIL]],
}

function listWords(command: Command, before: string): readonly string[] {
  const words = `${before} ${command.name()}`.trim()
  return command.commands.length === 0
    ? [words]
    : command.commands.flatMap((child) => listWords(child, words))
}

test('every command is tried', async () => {
  const program = await createProgram(createTestShell().shell)
  const words = program.commands.flatMap((command) => listWords(command, ''))
  expect(Object.keys(RUNS).toSorted()).toEqual(words.toSorted())
})

describe('whatever stands in ids, names, reasons, errors, rows and arguments', () => {
  test.each(Object.entries(RUNS))('sluice %s shows it, and no terminal obeys it', async (words, runs) => {
    for (const args of runs) {
      const result = await run([...words.split(' '), ...args])
      // A query of the config may be indented with tabs, and its file reads back as it was.
      const stdout = words === 'export' ? result.stdout.replaceAll('\t', ' ') : result.stdout
      expect({ args, obeyed: OBEYED.exec(`${stdout}\n${result.stderr}`) }).toEqual({ args, obeyed: null })
      expect(result.stdout + result.stderr).not.toBe('')
      if (args.includes('--json') && result.code === 0) JSON.parse(result.stdout)
    }
  })

  test('a stack that was asked for shows it too', async () => {
    const { stderr } = await run(['preview', EVIL, '--row', EVIL, '--verbose'])
    expect(OBEYED.exec(stderr)).toBeNull()
    expect(stderr).toContain('at ')
  })

  test('an environment that is wrong is told so', async () => {
    const { code, stderr } = await installation.runProcess(['start'], { REDIS_URL: EVIL, DATABASE_URL: EVIL })
    expect(code).toBe(2)
    expect(OBEYED.exec(stderr)).toBeNull()
  })
})

/** Files are written, and the sync is named, where an argument asks for them. */
async function run(args: readonly string[]): Promise<CommandResult> {
  const files: Readonly<Record<string, () => Promise<string>>> = {
    '@file': () =>
      installation.writeFile(
        'evil.yaml',
        `sources: []\n${JSON.stringify(EVIL)}: 1\nmappings: [{ ${JSON.stringify(EVIL)}: 1 }]`,
      ),
    '@row': () => installation.writeFile('evil.json', JSON.stringify({ properties: { id: EVIL } })),
    '@sync': async () => sync,
  }
  const real = await Promise.all(args.map(async (arg) => (await files[arg]?.()) ?? arg))
  const { port } = endpoint.address() as { port: number }
  const url = `http://127.0.0.1:${port}/v1`
  return runInProcess(real, {
    ...installation.env,
    SLUICE_ENDPOINT_US_WEST_2: url,
    SLUICE_SETTINGS_ENDPOINT_US_WEST_2: url,
    SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: url,
  })
}
