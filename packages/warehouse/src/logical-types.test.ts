import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { LOGICAL_TYPES } from './logical-types.ts'

test('the docs tell the JSON of each logical type, and of no other', async () => {
  const docs = await readFile(new URL('../../../docs/column-types.md', import.meta.url), 'utf8')
  const section = docs.split('\n## What every warehouse gives\n')[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').flatMap((line) => {
    const [, name, form] = /^\| ([a-z]+) \| (.+) \|$/.exec(line) ?? []
    return name === undefined || name === 'kind' ? [] : [[name, form?.trim()]]
  })
  expect(rows).toEqual(Object.entries(LOGICAL_TYPES).map(([name, { form }]) => [name, form]))
})

test.each(Object.entries(LOGICAL_TYPES))('the examples of %s are JSON', (_name, { examples }) => {
  for (const { json } of examples) expect(() => JSON.parse(json) as unknown).not.toThrow()
})
