import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createKeyboard, openBrowser, walkThrough } from '@sluice/console/testing'
import type { Browser } from 'playwright-core'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

/** A browser that calls itself what a person's browser does. */
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000

let pipeline: Pipeline
let browser: Browser
beforeAll(async () => {
  pipeline = await openPipeline()
  browser = await openBrowser()
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await pipeline?.close()
})

test('a newcomer comes from an empty installation to delivered events in the browser, as the docs tell, with the keyboard alone', async () => {
  await pipeline.warehouse(`create table customers as
    select 'c' || n as customer_id, 'c' || n || '@example.com' as email, 'free' as plan from generate_series(1, 20) n`)
  const [url] = await Promise.all([pipeline.startConsole(), pipeline.startWorkers()])
  const context = await browser.newContext({ userAgent: AGENT })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text())
  })
  await page.goto(url)
  await page.getByLabel('User').fill('ops')
  await page.getByLabel('Password').fill('secret')
  await page.getByRole('button', { name: 'Sign in' }).click()

  const steps: string[] = []
  const typed = { url, connectionUrl: pipeline.warehouseUrl, writeKey: pipeline.writeKeys.us }
  const step = async (name: string): Promise<void> => void steps.push(name)
  const { clicks } = await walkThrough(page, typed, step, createKeyboard(page))
  expect(steps).toEqual(['first-steps', 'source', 'model', 'destination', 'mapping', 'enable', 'sync'])
  expect(clicks).toBeLessThanOrEqual(20)
  expect(pipeline.emulator.events({})).toHaveLength(20)
  expect(pipeline.emulator.events({ userId: 'c7' })[0]?.payload).toMatchObject({
    type: 'identify',
    traits: { email: 'c7@example.com', plan: 'free' },
  })
  expect(complaints).toEqual([])
})
