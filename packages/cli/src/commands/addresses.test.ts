import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { recordSource } from '@sluice/shared/store'
import { openInstallation, type Installation } from '../testing/open-installation.ts'

// As a generator of passwords makes them; each word of it is looked for.
const PASSWORD = '/HUNTERone+HUNTERtwo?HUNTERthree#HUNTERfour@HUNTERfive=='

const FILE = `sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
`

let installation: Installation
let file: string

beforeAll(async () => {
  installation = await openInstallation()
  file = await installation.writeFile('sluice.yaml', FILE)
})
afterAll(() => installation.close())

/** What a command says of an address in the environment, which is one line. */
async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await installation.sluice([...args, '--verbose'], env)
  expect(`${stdout}${stderr}`.toUpperCase()).not.toContain('HUNTER')
  const [line = ''] = stderr.replace(file, 'sluice.yaml').split('\n')
  expect({ code, line, stdout }).toEqual({ code: 2, line: expect.any(String), stdout: '' })
  return line
}

describe('a password that is not percent-encoded is refused with its cure, and no piece of it is shown', () => {
  test.each([
    [
      'DATABASE_URL',
      ['status'],
      `postgres://sluice:${PASSWORD}@host/sluice`,
      'DATABASE_URL cannot be read: percent-encode / \\? # @ and % in its user and password',
    ],
    [
      'REDIS_URL',
      ['sync', 'people'],
      `redis://:${PASSWORD}@host:6379`,
      'REDIS_URL must be a URL like .*; what means something in a URL .* is percent-encoded in a password',
    ],
    [
      'SLUICE_ENDPOINT_US_WEST_2',
      ['apply', '-f', ''],
      `https://sluice:${PASSWORD}@proxy/v1`,
      'SLUICE_ENDPOINT_US_WEST_2 must be a URL like https://api.segment.io/v1, without a user and a password',
    ],
    [
      'WAREHOUSE_URL',
      ['apply', '-f', ''],
      `postgres://sluice:${PASSWORD}@host/wh`,
      '^sluice.yaml:2 sources\\[0\\].connection: cannot be read: percent-encode / \\? # @ and % in its user and password',
    ],
    [
      'WAREHOUSE_URL',
      ['apply', '--skip-check', '-f', ''],
      `postgres://sluice:${PASSWORD}@host/wh`,
      '^sluice.yaml:2 sources\\[0\\].connection: cannot be read: ',
    ],
    [
      'WAREHOUSE_URL',
      ['apply', '-f', ''],
      'postgres://sluice:12?HUNTER2@host/wh',
      '^sluice.yaml:2 sources\\[0\\].connection: has a parameter whose name is none: percent-encode',
    ],
    [
      'WAREHOUSE_URL',
      ['apply', '-f', ''],
      'postgres://sluice:HUNTER2',
      '^sluice.yaml:2 sources\\[0\\].connection: cannot be read',
    ],
  ])('%s, to %j', async (name, args, value, line) => {
    const filled = args.map((arg) => (arg === '' ? file : arg))
    expect(await run(filled, { [name]: value })).toMatch(new RegExp(line))
  })

  test('neither where it was saved before it was looked at', async () => {
    await recordSource(installation.db, installation.secrets, {
      id: 'old',
      type: 'postgres',
      settings: { connection: `postgres://sluice:${PASSWORD}@host/wh` },
    })
    const { stdout, stderr } = await installation.sluice(['test-source', 'old', '--verbose'])
    expect(`${stdout}${stderr}`).toMatch(/its connection cannot be read: percent-encode/)
    expect(`${stdout}${stderr}`.toUpperCase()).not.toContain('HUNTER')
  })
})
