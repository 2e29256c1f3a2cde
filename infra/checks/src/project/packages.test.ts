import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { ROOT_PATH, readPage } from './pages.ts'
import { readWorkspacePackages } from './read-workspace-packages.ts'

const PACKAGES = readWorkspacePackages()
const [root] = PACKAGES

describe.each(PACKAGES.map((entry) => [entry.manifest.name, entry] as const))(
  '%s',
  (name, { folder, manifest }) => {
    test('has a README under its own name', () => {
      const heading = folder.startsWith('packages/') ? `# ${name}` : '# '
      expect(readPage(join(folder, 'README.md')).slice(0, heading.length)).toBe(heading)
    })

    test('says what it is, under which license, and on which Node it runs', () => {
      expect(manifest.description).toMatch(/^[A-Z].{20,}[^.]$/)
      expect(manifest.keywords?.length).toBeGreaterThan(0)
      expect(manifest.license).toBe('Apache-2.0')
      expect(manifest.engines).toEqual(root?.manifest.engines)
      expect(manifest.version).toBe(root?.manifest.version)
      expect(manifest.private).toBe(true)
    })
  },
)

describe('CONTRIBUTING.md', () => {
  test('gives the reason for every dependency, and for no other package', () => {
    const used = new Set(
      PACKAGES.flatMap(({ manifest: { dependencies, devDependencies, optionalDependencies } }) =>
        Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }),
      ).filter((name) => !name.startsWith('@sluice/') && !name.startsWith('@types/')),
    )
    const table = readPage('CONTRIBUTING.md').split('## Why each dependency is there')[1] ?? ''
    const told = [...table.matchAll(/^\| ([^|]+) \|/gm)]
      .slice(1)
      .flatMap(([, cell = '']) => cell.split(', '))
      .filter((name) => !/^-+$/.test(name))
    const isTold = (name: string): boolean =>
      told.some((entry) => (entry.endsWith('/*') ? name.startsWith(entry.slice(0, -1)) : entry === name))
    const isUsed = (entry: string): boolean =>
      entry.endsWith('/*') ? [...used].some((name) => name.startsWith(entry.slice(0, -1))) : used.has(entry)
    expect([...used].filter((name) => !isTold(name)).toSorted()).toEqual([])
    expect(told.filter((entry) => !isUsed(entry)).toSorted()).toEqual([])
  })

  test('names scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT_PATH, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const named = [...readPage('CONTRIBUTING.md').matchAll(/`(?:pnpm -s|npm run(?: -s)?) ([a-z:]+)/g)].map(
      ([, name = '']) => name,
    )
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})
