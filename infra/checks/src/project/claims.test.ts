import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { ROOT_PATH, readPage } from './pages.ts'

const PACKAGES = readdirSync(join(ROOT_PATH, 'packages'))

/**
 * Names of files and folders of the repository that a page quotes: `packages/…`, or
 * `shared/…` for what lies in packages.
 */
function listQuotedPaths(page: string): readonly string[] {
  const words = [...page.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word)
  return words
    .filter((word) => /^[\w.-]+\/[\w./-]+$/.test(word) && !word.includes('000N'))
    .map((word) => (PACKAGES.includes(word.split('/')[0] ?? '') ? `packages/${word}` : word))
    .filter((word) => /^(packages|infra|docs|benchmarks)\//.test(word))
}

describe.each(['ARCHITECTURE.md', 'docs/security.md'])('%s', (path) => {
  const page = readPage(path)

  /** Each link to a file of tests, or of a contract, with the names of tests that stand in italics behind it. */
  const claims = [...page.matchAll(/\]\(([^)]+\.ts)\)((?:,? +\*[^*]+\*)*)/g)].flatMap(
    ([, file = '', names = '']) => {
      const place = resolve(ROOT_PATH, dirname(path), file)
      return [...names.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => ({ place, title }))
    },
  )

  test('quotes tests by names that they have', () => {
    const wrong = claims.filter(({ place, title }) => !readFileSync(place, 'utf8').includes(title))
    expect(claims.length).toBeGreaterThan(5)
    expect(wrong.map(({ place, title }) => `${relative(ROOT_PATH, place)}: ${title}`)).toEqual([])
  })
})

test.each([
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'VERSIONING.md',
  'docs/security.md',
  'docs/deploy.md',
])('%s names files that are there', (path) => {
  expect(listQuotedPaths(readPage(path)).filter((word) => !existsSync(join(ROOT_PATH, word)))).toEqual([])
})

test('ARCHITECTURE.md names for every invariant a test that holds it', () => {
  const rows = readPage('ARCHITECTURE.md').match(/^\| I\d+ \|.*$/gm) ?? []
  const numbers = rows.map((row) => Number(/^\| I(\d+)/.exec(row)?.[1]))
  expect(numbers.length).toBeGreaterThanOrEqual(11)
  expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other))
  expect(rows.filter((row) => !/\.test\.ts\) \*[^*]+\*/.test(row))).toEqual([])
})

test.each(['1', '2', '3', '4', '5'])(
  'decision %s tells its status, the question, the choice and its price',
  (number) => {
    const list = readPage('docs/adr/README.md')
    const [, file = '', title = '', status = ''] =
      new RegExp(String.raw`^\| \[${number}\]\(([^)]+)\) \| (.+) \| (.+) \|$`, 'm').exec(list) ?? []
    const page = readPage(`docs/adr/${file}`)
    expect(page.split('\n')[0]?.toLowerCase()).toBe(`# ${number}. ${title}`.toLowerCase())
    expect(page).toContain(`\nStatus: ${status}`)
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Context',
      'Decision',
      'Consequences',
    ])
  },
)
