import { expect, test } from '@jest/globals'
import { listAnchors, listBrokenLinks, listLinks, listPages } from './pages.ts'

const PAGES = listPages()

test('every page leads only to files and headings that are there', () => {
  expect(PAGES.length).toBeGreaterThan(30)
  const broken = PAGES.flatMap((page) => listBrokenLinks(page).map((target) => `${page}: ${target}`))
  expect(broken).toEqual([])
})

test('an anchor is made of a heading as GitHub makes it', () => {
  expect(
    listAnchors('# REDIS_URL\n\n## What is checked, and what is not\n\n## `a` [b](c.md)\n\n## REDIS_URL\n'),
  ).toEqual(['redis_url', 'what-is-checked-and-what-is-not', 'a-b', 'redis_url-1'])
})

/** Files that one page links to. */
function readTargets(page: string): ReadonlySet<string> {
  return new Set(listLinks(page).map(({ place }) => place))
}

test('the index of the docs names every page of docs', () => {
  const named = readTargets('docs/README.md')
  const pages = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== 'docs/README.md')
  expect(pages.filter((page) => !named.has(page))).toEqual([])
})

test('the index of the docs names every page of the root, and the page of the project names the index', () => {
  const named = readTargets('docs/README.md')
  const pages = PAGES.filter((page) => !page.includes('/'))
  expect(pages.filter((page) => !named.has(page))).toEqual([])
  expect(readTargets('README.md').has('docs/README.md')).toBe(true)
})

test('the list of decisions names every decision', () => {
  const named = readTargets('docs/adr/README.md')
  const pages = PAGES.filter((page) => /^docs\/adr\/\d{4}-/.test(page))
  expect(pages.length).toBeGreaterThanOrEqual(5)
  expect(pages.filter((page) => !named.has(page))).toEqual([])
})
