import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { recordDestinationError } from '@sluice/shared/store'
import { seedConfig } from '@sluice/shared/testing'
import { createSecretBox } from '@sluice/shared/secrets'
import { openBrowser } from '../../testing/open-browser.ts'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'
import { listViolations, openPage, type WatchedPage } from '../testing/watch-page.ts'

const SCHEMES = ['light', 'dark'] as const
const MAPPING = 'customers-of-every-region-and-brand-to-identify'
const DESTINATION = 'segment-production-of-the-whole-company'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000

const secrets = createSecretBox(randomBytes(32).toString('base64'))

let board: TestConsole
let browser: Browser
beforeAll(async () => {
  board = await openConsole()
  browser = await openBrowser()
  const { db } = board
  await seedConfig(db, secrets, {
    model: { id: 'customers' },
    destination: { id: DESTINATION },
    mapping: { id: MAPPING, schedule: { every: '36h' } },
  })
  await db.query(
    `insert into sluice.series values ('delivered', '${DESTINATION}', 'hour', date_trunc('hour', now(), 'UTC'), 7)`,
  )
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
})

/** A page as wide as a telephone, as an operator sees it unless it is for signing in, whose clock the test moves. */
async function openNarrow(
  path: string,
  options: { readonly colorScheme?: 'light' | 'dark'; readonly javaScriptEnabled?: boolean } = {},
): Promise<WatchedPage> {
  const opened = await openPage(browser, board, { ...options, signsIn: path !== '/sign-in' })
  await opened.page.clock.install()
  await opened.page.goto(`${board.url}${path}`)
  return opened
}

/** What would have to be scrolled sideways to be read. */
function listTooWide(page: Page): Promise<unknown> {
  return page.evaluate(
    `[document.documentElement, ...document.querySelectorAll('.scroll, .verdict li')]
       .filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.outerHTML)`,
  )
}

test.each(SCHEMES.flatMap((scheme) => ['/', '/sign-in'].map((path) => [path, scheme] as const)))(
  'the page %s fits a telephone, has one main heading and nothing that keeps people out, in %s colours',
  async (path, colorScheme) => {
    const { page, complaints } = await openNarrow(path, { colorScheme })
    expect(await listTooWide(page)).toEqual([])
    expect(await page.locator('h1').allTextContents()).toEqual([path === '/' ? 'Overview' : 'Sign in'])
    expect(await page.locator('meta[http-equiv]').count()).toBe(0)
    expect(await listViolations(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  },
)

test('the overview renews itself and leaves focus, scrolling and what was unfolded as they are', async () => {
  const { page, complaints } = await openNarrow('/')
  expect(await page.getByRole('region', { name: 'Mappings' }).textContent()).toMatch(/in \d+ (?:d|h|min)/)
  // As wide as shows rows unstacked, in areas that scroll.
  await page.setViewportSize({ width: 700, height: 600 })
  const link = page.getByRole('link', { name: 'send', exact: true })
  await link.focus()
  await page.evaluate('document.querySelector(".scroll[aria-label=Mappings]").scrollLeft = 50')
  const readPlace = () =>
    page.evaluate(
      '[document.activeElement.textContent, scrollY, document.querySelector(".scroll[aria-label=Mappings]").scrollLeft]',
    )
  await page.evaluate('document.querySelector("main details").open = true')
  await page.evaluate('scrollTo(0, 200)')
  await page.evaluate('window.isSame = true')
  const place = await readPlace()

  await recordDestinationError(board.db, DESTINATION, 'HTTP 401')
  await page.clock.runFor(10_000)
  await page.getByText(`destination ${DESTINATION} was refused`).waitFor()
  expect(place).toEqual(['send', 200, 50])
  expect(await readPlace()).toEqual(place)
  expect(await page.evaluate('window.isSame')).toBe(true)
  expect(await page.evaluate('document.querySelector("main details").open')).toBe(true)
  expect(complaints).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await listTooWide(page)).toEqual([])
  await page.context().close()
})

test('the overview says that it is old while the console does not answer, and is itself again after', async () => {
  const { page } = await openNarrow('/')
  await page.context().setOffline(true)
  await page.clock.runFor(10_000)
  await page.getByText('The console does not answer').waitFor()
  await page.context().setOffline(false)
  await page.clock.runFor(10_000)
  await page.getByText('The console does not answer').waitFor({ state: 'hidden' })
  await page.context().close()
})

test('whoever is signed out meanwhile is asked to sign in', async () => {
  const { page } = await openNarrow('/')
  await page.context().clearCookies()
  await page.clock.runFor(10_000)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.context().close()
})

test('without scripts a link renews the overview', async () => {
  const { page } = await openNarrow('/', { javaScriptEnabled: false })
  const [answer] = await Promise.all([
    page.waitForResponse(`${board.url}/`),
    page.getByRole('link', { name: 'Refresh' }).click(),
  ])
  expect(answer.status()).toBe(200)
  await page.context().close()
})
