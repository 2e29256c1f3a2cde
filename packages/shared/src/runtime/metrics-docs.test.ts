import { readFile, readdir } from 'node:fs/promises'
import { expect, test } from '@jest/globals'

const PACKAGES = new URL('../../../', import.meta.url)

/** Names of metric families in every source file of the workers. */
async function listDeclared(): Promise<Set<string>> {
  const declared = new Set<string>()
  for (const worker of ['shared', 'extractor', 'mapper', 'sender', 'console']) {
    const folder = new URL(`${worker}/src/`, PACKAGES)
    for (const file of await readdir(folder, { recursive: true })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
      const source = await readFile(new URL(file, folder), 'utf8')
      for (const [, name = ''] of source.matchAll(/name: '(sluice_\w+)'/g)) declared.add(name)
    }
  }
  return declared
}

test('docs/metrics.md tells of every metric, and of no other', async () => {
  const page = await readFile(new URL('../docs/metrics.md', PACKAGES), 'utf8')
  const documented = new Set([...page.matchAll(/^\| `(sluice_\w+)` \|/gm)].map(([, name = '']) => name))
  expect(documented).toEqual(await listDeclared())
})
