import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '@sluice/console/testing'
import type { AcceptedEvent } from '@sluice/emulator/server'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: select * from people }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
`

/** A browser that calls itself what a person's browser does. */
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000

let pipeline: Pipeline
let browser: Browser
let page: Page
let url: string
beforeAll(async () => {
  pipeline = await openPipeline()
  browser = await openBrowser()
  await pipeline.warehouse(`create table people as select n as person_id, 'ada' || n || '@example.com' as email
    from generate_series(1, 20) n`)
  await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
  ;[url] = await Promise.all([pipeline.startConsole(), pipeline.startWorkers()])
  const context = await browser.newContext({ userAgent: AGENT })
  context.setDefaultTimeout(60_000)
  page = await context.newPage()
  await page.goto(`${url}/destinations/segment-us/mappings/new`)
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await pipeline?.close()
})

test('a mapping that is typed in a browser sees rows through a worker, sends one event for a try, and then all of them', async () => {
  const type = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard[/^[A-Z][a-z]+$/.test(key) ? 'press' : 'type'](key)
  }
  await page.getByLabel('User').focus()
  await type('ops', 'Tab', 'secret', 'Enter')
  await page.getByLabel('Name', { exact: true }).focus()
  await type('people-identify')
  await page.getByRole('combobox', { name: 'User ID' }).focus()
  await type('pers', 'Enter')
  await page.getByRole('combobox', { name: 'Traits', exact: true }).focus()
  await type('em', 'Enter')
  await page.getByText('"email": "ada').waitFor()

  await page.getByRole('button', { name: 'Test mapping' }).press('Enter')
  expect(pipeline.emulator.events({})).toEqual([])
  await page.getByRole('button', { name: 'Send one event' }).press('Enter')
  await page.getByText('Segment took the event of record').waitFor()
  expect(pipeline.emulator.events({})).toHaveLength(1)

  await page.getByRole('button', { name: 'Create mapping' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'people-identify' }).waitFor()
  await pipeline.sluice(['enable', 'people-identify'])
  expect(await pipeline.sluice(['sync', 'people-identify', '--wait'])).toMatchObject({ code: 0 })
  const users = pipeline.emulator.events({}).map(({ payload }) => payload['userId'])
  expect(new Set(users).size).toBe(20)
  expect(pipeline.emulator.events({ userId: '7' })[0]?.payload).toMatchObject({
    traits: { email: 'ada7@example.com' },
  })
})

/** Syncs on the page, and tells what arrived. */
async function syncOnPage(): Promise<readonly AcceptedEvent[]> {
  const before = pipeline.emulator.events({}).length
  await page.goto(`${url}/mappings/people-identify/syncs`)
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('succeeded', { exact: true }).waitFor()
  return pipeline.emulator.events({}, before)
}

/** Changes the mapping on its page as far as the question what becomes of what was sent. */
async function typeAnonymousId(text: string): Promise<void> {
  await page.goto(`${url}/mappings/people-identify`)
  await page.getByRole('combobox', { name: 'Anonymous ID' }).fill(text)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('20 records stay as they were sent.').waitFor()
}

test('what a change does to what was sent is chosen on the page: the next sync sends nothing, or all of it again', async () => {
  const sent = pipeline.emulator.events({}).map(({ payload }) => payload['messageId'])
  await typeAnonymousId('first')
  await page.getByRole('button', { name: 'Only what changes from now on' }).click()
  await page.getByText('Saved.').waitFor()
  expect(await syncOnPage()).toEqual([])

  await typeAnonymousId('second')
  await page.getByRole('button', { name: 'Send all again: 20 API calls' }).click()
  await page.getByText('Saved.').waitFor()
  const again = await syncOnPage()
  expect(new Set(again.map(({ payload }) => payload['userId'])).size).toBe(20)
  expect(again.every(({ payload }) => payload['anonymousId'] === 'second')).toBe(true)
  const messageIds = again.map(({ payload }) => payload['messageId'])
  expect(new Set([...sent, ...messageIds]).size).toBe(sent.length + 20)

  await page.goto(`${url}/destinations/segment-us/settings`)
  await page.getByRole('button', { name: 'Take over' }).click()
  await page.getByLabel('Write key', { exact: true }).fill(pipeline.writeKeys.eu)
  await page.getByLabel('Endpoint region').selectOption({ label: 'Europe (eu-west-1)' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('20 records stay as they were sent.').waitFor()
  await page.getByRole('button', { name: 'Only what changes from now on' }).click()
  await page.getByText('segment-us is saved.').waitFor()
  expect(await syncOnPage()).toEqual([])
  await pipeline.warehouse(`update people set email = 'new@example.com' where person_id = 7`)
  expect(await syncOnPage()).toMatchObject([{ writeKey: pipeline.writeKeys.eu, payload: { userId: '7' } }])
})
