import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { VARIABLES } from '@sluice/shared/runtime'
import { COMMANDS } from './commands/index.ts'
import { parseConfigFile } from '@sluice/config/yaml'
import { RESOURCE_KINDS, listKeys } from '@sluice/config'
import { EXIT } from './output/exit-codes.ts'

let page: string

beforeAll(async () => {
  page = await readFile(new URL('../../../docs/configuration.md', import.meta.url), 'utf8')
})

/** First cells of the first table after a heading. */
function listFirstCells(heading: string): readonly string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const table = section.split('\n').slice(section.split('\n').findIndex((line) => line.startsWith('|')))
  const rows = table.slice(
    2,
    table.findIndex((line) => !line.startsWith('|')),
  )
  return rows.map((row) => row.split('|')[1]?.trim().replaceAll('`', '') ?? '')
}

test('docs/getting-started.md has a file that holds together, in the pieces that it is told in', async () => {
  const text = await readFile(new URL('../../../docs/getting-started.md', import.meta.url), 'utf8')
  const file = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, piece]) => piece).join('')
  const env = { WAREHOUSE_URL: 'postgres://localhost/x', SEGMENT_WRITE_KEY: 'wk' }
  const parsed = parseConfigFile(file, 'sluice.yaml', env)
  expect(parsed).toMatchObject({
    ok: true,
    warnings: [],
    config: { mappings: [{ id: 'customers-identify' }] },
  })
})

describe('docs/configuration.md', () => {
  test.each(RESOURCE_KINDS)('names every key of a %s and no other', (kind) => {
    expect(listFirstCells(`${kind}s`)).toEqual(listKeys(kind).map(([, { name }]) => name))
  })

  test('names every environment variable and no other', () => {
    expect(listFirstCells('Environment variables').toSorted()).toEqual(Object.keys(VARIABLES).toSorted())
  })

  test('names every exit code and no other', () => {
    expect(listFirstCells('Exit codes').map(Number)).toEqual(Object.values(EXIT))
  })

  test('tells of every command but the demo what it needs', () => {
    const needs = page.split('| command | needs |')[1]?.split('\n\n')[0] ?? ''
    const told = new Set([...needs.matchAll(/`([a-z-]+)[^`]*`/g)].map(([, word]) => word))
    expect(told).toEqual(new Set(Object.keys(COMMANDS).filter((name) => name !== 'demo')))
  })

  test('begins with a file that holds together', () => {
    const file = /```yaml\n(sources:.*?)```/s.exec(page)?.[1] ?? ''
    const env = { WAREHOUSE_URL: 'postgres://localhost/x', SEGMENT_WRITE_KEY: 'wk' }
    expect(parseConfigFile(file, 'sluice.yaml', env)).toMatchObject({ ok: true, warnings: [] })
  })
})
