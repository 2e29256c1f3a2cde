import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openInstallation, type Installation } from '../testing/open-installation.ts'

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
    fields: { user_id: { "@path": "$.properties.id" } }
`

let installation: Installation
let files: Readonly<Record<string, string>>

beforeAll(async () => {
  installation = await openInstallation()
  await installation.warehouse(`create table people as select '1' as id`)
  files = {
    '@file': await installation.writeFile('sluice.yaml', FILE),
    '@wrong': await installation.writeFile('wrong.yaml', 'sources: [{ id: 1 }]'),
  }
  await installation.sluice(['apply', '-f', files['@file'] ?? ''])
})
afterAll(() => installation.close())

/** One of the two was run later. */
const withoutAges = <Ran extends { readonly stdout: string }>(ran: Ran): Ran => ({
  ...ran,
  stdout: ran.stdout.replaceAll(/\d+ (s|min) ago/g, 'some time ago'),
})

// The other tests run commands within their own process, which takes a fraction of the time.
describe('a command that is a process of its own says and answers the same', () => {
  test.each<[string, readonly string[]]>([
    ['config', ['apply', '-f', '@file']],
    ['wrong use', ['apply', '--frobnicate']],
    ['a file that is wrong', ['apply', '-f', '@wrong', '--json']],
    ['a file that comes out', ['export']],
    ['the warehouse', ['test-source', 'warehouse', '--json']],
    ['nobody there', ['test-destination', 'segment']],
    ['tables', ['status']],
    ['no rows', ['syncs', '--json']],
    ['commands within commands', ['dead-letters', 'ls']],
    ['what is not there', ['cancel', '00000000-0000-4000-8000-000000000000']],
    ['no command', ['frobnicate']],
  ])('%s', async (_what, args) => {
    const real = args.map((arg) => files[arg] ?? arg)
    const apart = await installation.runProcess(real)
    expect(withoutAges(await installation.sluice(real))).toEqual(withoutAges(apart))
    expect(apart.stdout + apart.stderr).not.toBe('')
  })
})
