import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '@sluice/console/testing'
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
beforeAll(async () => {
  pipeline = await openPipeline()
  browser = await openBrowser()
  await pipeline.warehouse(`create table people as select n as person_id, 'ada' || n || '@example.com' as email
    from generate_series(1, 20) n`)
  await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
  const [url] = await Promise.all([pipeline.startConsole(), pipeline.startWorkers()])
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
