import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A markdown page without its blocks of code, in which nothing is a link. */
function readPage(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/^```.*?^```/gms, '')
}

/** The anchors of a page's headings, as GitHub makes them. */
function listAnchors(path: string): readonly string[] {
  const seen = new Map<string, number>()
  return [...readPage(path).matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) => {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = plain.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')
    const count = seen.get(anchor) ?? 0
    seen.set(anchor, count + 1)
    return count === 0 ? anchor : `${anchor}-${count}`
  })
}

/** Relative links of a page that lead nowhere. */
function listBrokenLinks(path: string): readonly string[] {
  const targets = [...readPage(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#')
      const place = file === '' ? path : resolve(dirname(path), file)
      if (!existsSync(place)) return true
      return anchor !== undefined && place.endsWith('.md') && !listAnchors(place).includes(anchor)
    })
}

describe('the pages', () => {
  test('lead only to files and headings that are there', async () => {
    const docs = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'))
    const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)]
    const broken = pages.flatMap((page) =>
      listBrokenLinks(join(ROOT, page)).map((target) => `${page}: ${target}`),
    )
    expect(pages.length).toBeGreaterThan(10)
    expect(broken).toEqual([])
  })
})

describe.each(['ARCHITECTURE.md', 'docs/security.md'])('%s', (name) => {
  const path = join(ROOT, name)
  const page = readPage(path)

  /** Each link to a test file, with the names of tests that stand in italics behind it. */
  const claims = [...page.matchAll(/\]\(([^)]+\.test\.ts)\)((?:,? +\*[^*]+\*)*)/g)].flatMap(
    ([, file = '', names = '']) => {
      const place = resolve(dirname(path), file)
      return [...names.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => ({ place, title }))
    },
  )

  test('quotes tests by names that they have', () => {
    const wrong = claims.filter(({ place, title }) => !readFileSync(place, 'utf8').includes(title))
    expect(claims.length).toBeGreaterThan(5)
    expect(wrong.map(({ place, title }) => `${relative(ROOT, place)}: ${title}`)).toEqual([])
  })

  test('names files that are there', () => {
    const words = [...page.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word)
    const paths = words.filter((word) => /^(packages|infra|docs|benchmarks)\/[\w./-]+$/.test(word))
    expect(paths.filter((word) => !existsSync(join(ROOT, word)))).toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  test('names for every invariant a test that holds it', () => {
    const rows = readPage(join(ROOT, 'ARCHITECTURE.md')).match(/^\| I\d+ \|.*$/gm) ?? []
    const numbers = rows.map((row) => Number(/^\| I(\d+)/.exec(row)?.[1]))
    expect(numbers.length).toBeGreaterThanOrEqual(11)
    expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other))
    expect(rows.filter((row) => !/\.test\.ts\) \*[^*]+\*/.test(row))).toEqual([])
  })
})

describe('CONTRIBUTING.md', () => {
  test('gives the reason for every dependency, and for no other package', async () => {
    const workspaces = ['packages', 'infra', 'benchmarks']
    const folders = await Promise.all(
      workspaces.map(async (name) =>
        (await readdir(join(ROOT, name), { withFileTypes: true }))
          .filter((entry) => entry.isDirectory())
          .map((entry) => join(ROOT, name, entry.name, 'package.json')),
      ),
    )
    const manifests = [join(ROOT, 'package.json'), ...folders.flat()].filter(
      (file) => existsSync(file) && !file.includes('benchmarks'),
    )
    const used = new Set(
      manifests
        .flatMap((file) => {
          const {
            dependencies = {},
            devDependencies = {},
            optionalDependencies = {},
          } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>
          return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
        })
        .filter((name) => !name.startsWith('@sluice/') && !name.startsWith('@types/')),
    )
    const table = readPage(join(ROOT, 'CONTRIBUTING.md')).split('## Why each dependency is there')[1] ?? ''
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
})
