import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from './testing/open-browser.ts'
import { orderOnBoard } from './testing/order-on-board.ts'
import { openConsole, type TestConsole } from './testing/open-console.ts'
import { AGENT } from './web/testing/watch-page.ts'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000
let board: TestConsole
let browser: Browser
beforeAll(async () => {
  board = await openConsole()
  browser = await openBrowser()
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
})

/** A page that notes what a careful person would see in its tools. */
async function openPage(context: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(board.url)) complaints.push(`request to ${request.url()}`)
  })
  page.on('requestfailed', (request) => {
    // Left before it had loaded all: the browser's own doing.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()}`)
  })
  return { page, complaints }
}

async function signIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('User').fill(user)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('an operator signs in on the page, looks at the queues and signs out, and nothing is asked of another host', async () => {
  const context = await browser.newContext({ userAgent: AGENT })
  const { page, complaints } = await openPage(context)
  await page.goto(`${board.url}/sign-in`)
  await signIn(page, 'ops', 'secret')
  await page.getByText('no mapper is running').waitFor()

  await page.getByRole('link', { name: 'Queues', exact: true }).click()
  for (const name of board.queues.keys())
    await page.getByRole('link', { name, exact: true }).first().waitFor()
  await page.getByRole('link', { name: 'dead-letter', exact: true }).first().click()
  await page.getByText('Retry requeues it').first().waitFor()
  expect(await page.evaluate('document.cookie')).toBe('')

  await page.goto(`${board.url}/`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(complaints).toEqual([])

  const [answer] = await Promise.all([
    page.waitForResponse(`${board.url}/queues`),
    page.goto(`${board.url}/queues`),
  ])
  expect(answer.status()).toBe(401)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await context.close()
})

test('a wrong password is told on the page, and the right one then leads to where it was going', async () => {
  const context = await browser.newContext({ userAgent: AGENT })
  const { page } = await openPage(context)
  await page.goto(`${board.url}/queues/queue/send`)
  await signIn(page, 'ops', 'wrong')
  await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor()
  await signIn(page, 'ops', 'secret')
  await page.getByText('events on their way to Segment').first().waitFor()
  expect(page.url()).toBe(`${board.url}/queues/queue/send`)
  await context.close()
})

test('an order that would break the flow is refused with its reason on the board', async () => {
  await board.queues.get('map')?.add('map', { mapping: 'customers' }, { jobId: 'map-waiting' })
  const context = await browser.newContext({ userAgent: AGENT })
  const { page } = await openPage(context)
  await page.goto(`${board.url}/queues/queue/map/map-waiting`)
  await signIn(page, 'ops', 'secret')
  await orderOnBoard(page, 'Clean')
  await page.getByText('sluice cancel').waitFor()
  expect(await board.queues.get('map')?.getJobState('map-waiting')).toBe('waiting')
  await context.close()
})

test('a viewer sees the same jobs, and no button', async () => {
  await board.queues.get('send')?.add('send', { mapping: 'customers', chunk: 3 }, { jobId: 'send-seen' })
  const countButtons = async (user: string, password: string) => {
    const context = await browser.newContext({ userAgent: AGENT })
    const { page } = await openPage(context)
    await page.goto(`${board.url}/queues/queue/send/send-seen`)
    await signIn(page, user, password)
    await page.getByText('customers, chunk 3').waitFor()
    const count = await page.locator('ul[class*="jobActions"] button').count()
    await context.close()
    return count
  }
  expect(await countButtons('ops', 'secret')).toBeGreaterThan(0)
  expect(await countButtons('eve', 'look')).toBe(0)
})

test('a headless program is let in by the challenge of basic auth', async () => {
  const context = await browser.newContext({ httpCredentials: { username: 'eve', password: 'look' } })
  const { page, complaints } = await openPage(context)
  await page.goto(`${board.url}/queues`)
  await page.getByRole('link', { name: 'dead-letter', exact: true }).first().waitFor()
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([])
  await context.close()
})
