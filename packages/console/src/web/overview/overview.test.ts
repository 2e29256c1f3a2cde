import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import {
  recordDestination,
  recordDestinationError,
  recordMapping,
  recordModel,
  recordSource,
} from '@sluice/shared/store'
import { createSecretBox } from '@sluice/shared/secrets'
import { openBrowser } from '../../testing/open-browser.ts'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'

const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
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
  await recordSource(db, secrets, {
    id: 'warehouse',
    type: 'postgres',
    settings: { connection: 'postgres://h/d' },
  })
  await recordModel(db, { id: 'customers', source: 'warehouse', identifier: 'id', query: 'select 1 as id' })
  await recordDestination(db, secrets, {
    id: DESTINATION,
    source: null,
    writeKey: 'k',
    region: 'us-west-2',
    enabled: true,
    eventsPerSecond: null,
    requestsPerSecond: null,
    deadlineMs: 86_400_000,
  })
  await recordMapping(db, {
    id: MAPPING,
    model: 'customers',
    destination: DESTINATION,
    action: 'sendIdentify',
    trigger: ['added'],
    filter: null,
    schedule: { every: '36h' },
    enabled: true,
    maxDeletedPercent: 30,
    fields: {},
  })
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
})

/**
 * A page as wide as a telephone, and what its browser complained of; `path` is looked
 * at as an operator where that is asked for.
 */
async function openNarrow(
  path: string,
  options: { readonly colorScheme?: 'light' | 'dark'; readonly javaScriptEnabled?: boolean } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    userAgent: AGENT,
    viewport: { width: 390, height: 844 },
    ...options,
  })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const complaints: string[] = []
  // Of a policy that was broken, too.
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.clock.install()
  await page.goto(`${board.url}/sign-in`)
  if (path !== '/sign-in') {
    await page.getByLabel('User').fill('ops')
    await page.getByLabel('Password').fill('secret')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Mappings' }).waitFor()
  }
  return { page, complaints }
}

/** What would have to be scrolled sideways to be read. */
function listTooWide(page: Page): Promise<unknown> {
  return page.evaluate(
    `[document.documentElement, ...document.querySelectorAll('.scroll, .verdict li')]
       .filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.outerHTML)`,
  )
}

async function listViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
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

test('the overview renews itself and leaves focus and scrolling where they are', async () => {
  const { page, complaints } = await openNarrow('/')
  expect(await page.getByRole('region', { name: 'Mappings' }).textContent()).toMatch(/in \d+ (?:d|h|min)/)
  // As wide as shows rows unstacked, in areas that scroll.
  await page.setViewportSize({ width: 700, height: 600 })
  const link = page.getByRole('link', { name: 'send', exact: true })
  await link.focus()
  await page.evaluate('document.querySelector(".scroll").scrollLeft = 50')
  const readPlace = () =>
    page.evaluate(
      '[document.activeElement.textContent, scrollY, document.querySelector(".scroll").scrollLeft]',
    )
  await page.evaluate('scrollTo(0, 200)')
  await page.evaluate('window.isSame = true')
  const place = await readPlace()

  await recordDestinationError(board.db, DESTINATION, 'HTTP 401')
  await page.clock.runFor(10_000)
  await page.getByText(`destination ${DESTINATION} was refused`).waitFor()
  expect(place).toEqual(['send', 200, 50])
  expect(await readPlace()).toEqual(place)
  expect(await page.evaluate('window.isSame')).toBe(true)
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
