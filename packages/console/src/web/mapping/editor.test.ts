import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { readItem, saveItem } from '@sluice/operations'
import { createEmptyDatabase, readTestServers, type TestDatabase } from '@sluice/shared/testing'
import { openBrowser } from '../../testing/open-browser.ts'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'
import { AGENT, listViolations, openPage as openSignedIn } from '../testing/watch-page.ts'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000

let warehouse: TestDatabase
let board: TestConsole
let browser: Browser
let session: Awaited<ReturnType<BrowserContext['storageState']>>
beforeAll(async () => {
  warehouse = await createEmptyDatabase(readTestServers(process.env).databaseUrl)
  const client = new Client(warehouse.url)
  await client.connect()
  await client.query(
    `create table people as select n as person_id, 'ada' || n || '@example.com' as email, 'pro' as plan, '<b>"' as "od""d"
     from generate_series(1, 3) n`,
  )
  await client.end()
  board = await openConsole()
  browser = await openBrowser()
  const add = (kind: 'source' | 'model' | 'destination', item: { readonly id: string }) =>
    saveItem(board.pages, { kind, id: item.id, item, seen: null }, 'console:ops')
  await add('source', { id: 'warehouse', type: 'postgres', connection: warehouse.url } as never)
  await add('model', {
    id: 'people',
    source: 'warehouse',
    identifier: 'person_id',
    query: 'select * from people',
  } as never)
  await add('destination', { id: 'segment', write_key: 'k', region: 'us-west-2', enabled: false } as never)
  session = await openSession()
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
  await warehouse?.drop()
})

/** What a browser keeps of whoever has signed in. */
async function openSession(): Promise<typeof session> {
  const { page } = await openSignedIn(browser, board)
  const state = await page.context().storageState()
  await page.context().close()
  return state
}

/** A page of an operator, and what its browser complained of. */
async function openPage(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    userAgent: AGENT,
    viewport: { width: 1280, height: 900 },
    storageState: session,
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
  await page.goto(`${board.url}/${path}`)
  return { context, page, complaints }
}

const NEW = 'destinations/segment/mappings/new'
const readMapping = (id: string) => readItem(board.pages, { kind: 'mapping', id })

test('a mapping is made by keyboard alone, and shows the event of a real row as it is typed', async () => {
  const { context, page, complaints } = await openPage(NEW)
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const preview = page.getByRole('region', { name: 'Event preview' })

  await page.getByLabel('Name', { exact: true }).focus()
  await page.keyboard.type('people-identify')
  await press('Tab')
  // The only model is chosen; Identify is the first call.
  await press('Tab', 'Tab')
  await page.getByRole('combobox', { name: 'User ID' }).focus()
  await page.keyboard.type('pers')
  await press('Enter')
  expect(await page.getByRole('combobox', { name: 'User ID' }).inputValue()).toBe('$.properties.person_id')
  await page.getByRole('combobox', { name: 'Traits', exact: true }).focus()
  await page.keyboard.type('em')
  await press('Enter')
  await page.keyboard.type('pl')
  await press('Enter')
  expect(await page.getByRole('combobox', { name: 'Value of email' }).inputValue()).toBe('$.properties.email')
  await preview.getByText('"email": "ada1@example.com"').waitFor()
  await preview.getByText(/Record 1 is sent: \d+ of 32,000 bytes/).waitFor()

  await page.getByLabel('Schedule', { exact: true }).focus()
  await page.keyboard.type('At certain')
  await page.getByLabel('Cron expression').focus()
  await page.keyboard.type('0 6 * * 1-5')
  await page.getByText('At 06:00, Monday through Friday, UTC').waitFor()
  expect(await page.getByRole('list', { name: 'Next runs' }).getByRole('listitem').count()).toBe(3)
  await page.getByRole('button', { name: 'Create mapping' }).focus()
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'people-identify' }).waitFor()
  await page.getByText('people-identify was added').waitFor()

  const { item, managedBy } = await readMapping('people-identify')
  expect({ item, managedBy }).toEqual({
    managedBy: 'console',
    item: {
      id: 'people-identify',
      model: 'people',
      destination: 'segment',
      action: 'sendIdentify',
      trigger: ['added', 'updated'],
      schedule: { cron: '0 6 * * 1-5' },
      enabled: false,
      fields: {
        user_id: { '@path': '$.properties.person_id' },
        traits: { email: { '@path': '$.properties.email' }, plan: { '@path': '$.properties.plan' } },
      },
    },
  })
  expect(complaints).toEqual([])
  await context.close()
})

test('conditions write the filter, and a filter that is typed shows as conditions', async () => {
  const { context, page, complaints } = await openPage('mappings/people-identify')
  const filter = page.getByLabel('Filter', { exact: true })
  const preview = page.getByRole('region', { name: 'Event preview' })
  await preview.getByText('Record 1 is sent').waitFor()
  await page.getByRole('button', { name: 'Add condition' }).click()
  await page.getByLabel('Conditions 1: column').selectOption('plan')
  await page.getByLabel('Conditions 1: value').fill('pro')
  await page.getByRole('button', { name: 'Add group' }).click()
  await page.getByLabel('Conditions 2 1: column').selectOption('event')
  await page.getByLabel('Conditions 2 1: value').fill('new')
  await page.getByRole('button', { name: 'Add condition' }).first().click()
  await page.getByLabel('Conditions 2 2: column').selectOption('email')
  await page.getByLabel('Conditions 2 2: comparison').selectOption('ends with')
  await page.getByLabel('Conditions 2 2: value').fill('.com')
  expect(await filter.inputValue()).toBe(
    'properties.plan = "pro" and (event = "new" or match(properties.email, "*.com"))',
  )
  await filter.fill('properties.plan = "free"')
  await preview.getByText('Record 1 is not sent: the filter does not let it pass').waitFor()
  expect(await page.getByLabel('Conditions 1: value').inputValue()).toBe('free')
  await filter.fill('properties.plan = "pro"')
  await page.getByRole('switch', { name: 'Enable people-identify' }).click()
  await page.getByText('people-identify is switched on.').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  expect((await readMapping('people-identify')).item).toMatchObject({
    enabled: true,
    filter: 'properties.plan = "pro"',
  })
  await filter.fill('anonymousId = "x"')
  await page.getByText('This filter says more than conditions can show').waitFor()
  // It asks before what was typed is lost.
  const asked = new Promise<string>((resolve) =>
    page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(dialog.type()))),
  )
  await page.getByRole('link', { name: 'Overview' }).click()
  expect(await asked).toBe('beforeunload')
  expect(await filter.inputValue()).toBe('anonymousId = "x"')
  expect(complaints).toEqual([])
  await context.close()
})

test('without a script the form makes the same mapping, and a button shows the event', async () => {
  const { context, page } = await openPage(NEW, { javaScriptEnabled: false })
  await page.getByLabel('Name', { exact: true }).fill('No Script')
  await page.getByLabel('Call type').selectOption('Track')
  await page.getByRole('button', { name: 'Show its fields' }).click()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('No Script')
  await page.getByLabel('Traits').fill('plan: mine')
  await page.getByRole('button', { name: 'Suggest fields' }).click()
  expect(await page.getByLabel('User ID').inputValue()).toBe('$.properties.person_id')
  expect(await page.getByLabel('Traits').inputValue()).toBe('plan: mine\nemail: $.properties.email')
  await page.getByText('Event Name: no column is named like it.').waitFor()
  await page.getByRole('button', { name: 'Undo suggestions' }).click()
  expect(await page.getByLabel('User ID').inputValue()).toBe('')
  expect(await page.getByLabel('Traits').inputValue()).toBe('plan: mine')
  await page.getByLabel('Traits').fill('')
  await page.getByLabel('Event Name').fill('Person {{properties.plan}}')
  await page.getByLabel('User ID').fill('$.properties.person_id')
  await page.getByLabel('Properties').fill('email: $.properties.email\nplan: { oops')
  await page.getByLabel('Schedule', { exact: true }).selectOption('Every so often')
  await page.getByLabel('Interval').fill('15m')
  await page.getByRole('button', { name: 'Create mapping' }).click()
  await page.getByText('plan is not JSON: put text that begins with').waitFor()
  await page
    .getByLabel('Properties')
    .fill(
      'email: $.properties.email\nplan: {"@case":{"operator":"upper","value":{"@path":"$.properties.plan"}}}',
    )
  await page.getByRole('button', { name: 'Preview' }).click()
  const preview = page.getByRole('region', { name: 'Event preview' })
  expect(await preview.textContent()).toMatch(
    /Record 1 is sent: \d+ of 32,000 bytes.*"event": "Person pro".*"plan": "PRO"/s,
  )
  await page.getByRole('button', { name: 'Create mapping' }).click()
  await page.getByText('must be 1 to 50 lower-case letters').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('no-script')
  await page.getByRole('button', { name: 'Create mapping' }).click()
  await page.getByRole('heading', { level: 1, name: 'no-script' }).waitFor()
  expect((await readMapping('no-script')).item).toMatchObject({
    action: 'sendTrack',
    schedule: { every: '15m' },
    fields: {
      event_name: { '@template': 'Person {{properties.plan}}' },
      properties: { plan: { '@case': { operator: 'upper' } } },
    },
  })
  await context.close()
})

test('empty fields are filled from the columns at a button, which says why, and takes it back', async () => {
  const { context, page, complaints } = await openPage(NEW)
  const userId = page.getByRole('combobox', { name: 'User ID' })
  const told = page.getByRole('list', { name: 'Filled fields' })
  await page.getByRole('combobox', { name: 'Anonymous ID' }).fill('me')
  await page.getByRole('button', { name: 'Suggest fields' }).press('Enter')
  await told.waitFor()
  expect(await told.getByRole('listitem').allTextContents()).toEqual([
    'User ID ← person_id: "id" is another name of it; "person" says whose (99 % sure)',
    'Traits email ← email: "email" is its name (100 % sure)',
    'Traits plan ← plan: "plan" is another name of it; the model says whose (95 % sure)',
  ])
  expect(await userId.inputValue()).toBe('$.properties.person_id')
  expect(await page.getByRole('combobox', { name: 'Value of email' }).inputValue()).toBe('$.properties.email')
  await page.getByText('"userId": "1"').waitFor()
  expect(await listViolations(page)).toEqual([])
  await page.getByRole('combobox', { name: 'Value of plan' }).fill('free')
  await page.getByRole('button', { name: 'Undo suggestions' }).press('Enter')
  expect(await userId.inputValue()).toBe('')
  // What was typed since stays, and so does what was there.
  expect(await page.getByRole('combobox', { name: 'Value of plan' }).inputValue()).toBe('free')
  expect(await page.getByRole('combobox', { name: 'Anonymous ID' }).inputValue()).toBe('me')
  expect(await told.count()).toBe(0)
  await page.getByLabel('Call type').selectOption('Alias')
  await page.getByRole('button', { name: 'Suggest fields' }).click()
  await page.getByText('Previous ID: no column is named like it.').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test.each(['light', 'dark'] as const)(
  'a telephone shows all of it without sideways scrolling, and nothing keeps people out, in %s colours',
  async (colorScheme) => {
    const { context, page, complaints } = await openPage('mappings/people-identify', {
      colorScheme,
      viewport: { width: 390, height: 844 },
    })
    await page.getByText('Record 1 is sent').waitFor()
    await page.getByText('Context: where and how it happened').click()
    await page.getByRole('button', { name: 'Add group' }).click()
    await page.getByLabel('Anonymous ID').fill('{ oops')
    await page.getByText('is not JSON').waitFor()
    await page.getByRole('combobox', { name: 'Traits', exact: true }).fill('e')
    await page.getByRole('option', { name: 'email text' }).waitFor()
    expect(await page.locator('h1').count()).toBe(1)
    expect(
      await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
    ).toBe(false)
    expect(await listViolations(page)).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  },
)

test('all fields are JSON, too, where directives are offered, and each follows the other', async () => {
  const { context, page, complaints } = await openPage('mappings/people-identify')
  await page.getByText('Record 1 is sent').waitFor()
  await page.getByText('Fields as JSON', { exact: true }).click()
  const code = page.getByRole('textbox', { name: 'Fields as JSON' })
  await page.locator('.cm-content').waitFor()
  await code.fill('{ "user_id": "me", "traits": {\n  "plan": "@c')
  await page.getByText('This is not a JSON object yet').waitFor()
  await page.getByRole('option', { name: '@case' }).waitFor()
  await code.fill(
    '{ "user_id": "me", "traits": { "plan": { "@case": { "operator": "upper", "value": { "@path": "$.properties.plan" } } } } }',
  )
  await page.getByText('"plan": "PRO"').waitFor()
  expect(await page.getByRole('combobox', { name: 'User ID' }).inputValue()).toBe('me')
  await page.getByRole('combobox', { name: 'User ID' }).fill('you')
  await page.locator('.cm-content', { hasText: '"you"' }).waitFor()
  expect(await listViolations(page)).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})
