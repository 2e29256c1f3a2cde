import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openInstallation, type Installation } from '../testing/open-installation.ts'
import type { CommandResult } from '../testing/run-in-process.ts'

const FILE = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: id, query: "select * from people" }
destinations:
  - { id: segment, write_key: "\${SEGMENT_WRITE_KEY}", region: us-west-2 }
`
const OTHER = FILE.replace('select * from', 'select id from')
const WITHOUT_MODEL = FILE.replace(/models:\n.*\n/, '')

let installation: Installation

const apply = async (text: string, ...args: string[]): Promise<CommandResult> => {
  const path = await installation.writeFile('sluice.yaml', text)
  const result = await installation.sluice(['apply', '-f', path, '--skip-check', ...args])
  return { ...result, stderr: result.stderr.replaceAll(path, 'sluice.yaml') }
}

beforeAll(async () => {
  installation = await openInstallation()
  await apply(FILE)
  await installation.db.query("update sluice.models set managed_by = 'console'")
})
afterAll(() => installation.close())

test('what people keep in the console is told by export, and applied as it is', async () => {
  const exported = await installation.sluice(['export'])
  expect(exported.stdout).toContain('models:\n  # kept in the console\n  - id: people\n')
  expect(await installation.sluice(['export', '--json'])).toMatchObject({
    code: 0,
    stderr: 'kept in the console: model/people\n',
  })
  expect(await apply(FILE)).toMatchObject({ code: 0, stderr: '' })
})

test('a file that says something else of it is refused, with the way on', async () => {
  expect(await apply(OTHER)).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'model/people is kept in the console, and differs from what is to be applied: leave it out, or take it over with `sluice apply --adopt`\n',
  })
})

test('it is not pruned, and named', async () => {
  expect(await apply(WITHOUT_MODEL, '--prune')).toMatchObject({
    code: 0,
    stdout: '0 created, 0 updated, 0 removed, 2 unchanged\n',
    stderr: 'kept in the console, not in sluice.yaml, and left as they are: model/people\n',
  })
})

test('with --adopt it is taken over, and the file’s from then on', async () => {
  expect(await apply(OTHER, '--adopt')).toMatchObject({
    code: 0,
    stdout: 'update  model/people: query, managed_by\n0 created, 1 updated, 0 removed, 2 unchanged\n',
  })
  expect(await apply(WITHOUT_MODEL, '--prune')).toMatchObject({
    stdout: 'remove  model/people\n0 created, 0 updated, 1 removed, 2 unchanged\n',
  })
})
