import { readFile, readdir } from 'node:fs/promises'
import { expect, test } from '@jest/globals'

const PACKAGES = new URL('../../../', import.meta.url)

/** The workers' source files, tests aside. */
async function readSources(): Promise<readonly string[]> {
  const sources: string[] = []
  for (const worker of ['shared', 'extractor', 'mapper', 'sender', 'console']) {
    const folder = new URL(`${worker}/src/`, PACKAGES)
    for (const file of await readdir(folder, { recursive: true })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
      sources.push(await readFile(new URL(file, folder), 'utf8'))
    }
  }
  return sources
}

/** Every metric family that they declare, as `type name label,label`. */
async function listDeclared(): Promise<readonly string[]> {
  return (await readSources()).flatMap(listFamilies).sort()
}

function listFamilies(source: string): readonly string[] {
  // A family is an object literal that is handed to what declares it.
  const families = source.matchAll(
    /(createCounter|createGauge|createHistogram|declare)\([^{}]*\{\s*name: '(sluice_\w+)',([^}]*)\}/g,
  )
  return [...families].map(([, create = '', name = '', rest = '']) => {
    const type = create === 'declare' ? 'gauge' : create.slice('create'.length).toLowerCase()
    const [, labels = ''] = /labels: \[([^\]]*)\]/.exec(rest) ?? []
    return formatFamily(type, name, [...labels.matchAll(/'(\w+)'/g)])
  })
}

async function listDocumented(): Promise<readonly string[]> {
  const page = await readFile(new URL('../docs/metrics.md', PACKAGES), 'utf8')
  const rows = page.matchAll(/^\| `(sluice_\w+)` \| (\w+) \|([^|]*)\|/gm)
  return [...rows]
    .map(([, name = '', type = '', labels = '']) =>
      formatFamily(type, name, [...labels.matchAll(/`(\w+)`/g)]),
    )
    .sort()
}

function formatFamily(type: string, name: string, labels: readonly RegExpMatchArray[]): string {
  return [type, name, labels.map(([, label]) => label).join(',')].join(' ').trim()
}

test('docs/metrics.md tells of every metric with its type and labels, and of no other', async () => {
  expect(await listDocumented()).toEqual(await listDeclared())
})

test('every name of a metric in the source belongs to a family that is declared in the usual way', async () => {
  const declared = (await listDeclared()).map((family) => family.split(' ')[1])
  const named = (await readSources()).flatMap((source) =>
    [...source.matchAll(/name: '(sluice_\w+)'/g)].map(([, name = '']) => name),
  )
  expect(new Set(named)).toEqual(new Set(declared))
})
