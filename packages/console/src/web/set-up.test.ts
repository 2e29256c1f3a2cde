import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { readItem, removeItem, saveItem } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { openDatabase } from '@sluice/shared/store'
import { createControlDatabase, readTestServers, type TestDatabase } from '@sluice/shared/testing'
import { openBrowser } from '../testing/open-browser.ts'
import { openConsole, type TestConsole } from '../testing/open-console.ts'
import { judgePage, openPage, signIn } from './testing/watch-page.ts'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000

let warehouse: TestDatabase
let board: TestConsole
let browser: Browser
beforeAll(async () => {
  warehouse = await createControlDatabase(readTestServers(process.env).databaseUrl)
  const db = openDatabase({ url: warehouse.url, applicationName: 'console test' })
  await db.query(
    `create table people as
     select n as id, case when n % 2 = 0 then '<b>pro</b>' end as plan from generate_series(1, 1200) n`,
  )
  await db.close()
  board = await openConsole()
  browser = await openBrowser()
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
  await warehouse?.drop()
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { name, level: 1, exact: true }).waitFor()

test('a person sets up a source, a model and a destination, and every page on the way is sound', async () => {
  const { page, complaints } = await openPage(browser, board)
  await page.getByText('First steps').waitFor()
  expect(await judgePage(page)).toEqual([])
  await page.getByRole('link', { name: 'Add a source' }).click()

  await press(page, 'Add source')
  expect(await page.getByText('is missing').count()).toBe(2)
  expect(await judgePage(page)).toEqual([])
  await page.getByLabel('Type').selectOption('DuckDB')
  await page.getByLabel('Path').waitFor()
  await page.getByLabel('Type').selectOption('PostgreSQL')
  await page.getByLabel('Name').fill('Warehouse')
  await page.getByLabel('Connection URL').fill(warehouse.url)
  await press(page, 'Test connection')
  expect(await page.getByRole('list', { name: 'Checks' }).textContent()).toContain('reachable')
  await press(page, 'Add source')
  await page.getByText('must be 1 to 50').waitFor()
  await page.getByLabel('Name').fill('warehouse')
  await press(page, 'Add source')
  await heading(page, 'warehouse')
  expect(await page.getByLabel('Connection URL').inputValue()).toBe('')
  expect(await page.content()).not.toContain(new URL(warehouse.url).password)

  await page.goto(`${board.url}/models/new`)
  await page.locator('.cm-content').waitFor()
  await page.getByLabel('Name').fill('people')
  const query = page.getByLabel('SQL query')
  await query.fill('select id, plan from peple')
  await press(page, 'Run preview')
  await page.getByText('failed:').waitFor()
  await query.fill('select id, plan from people')
  await page.getByLabel('Identifier').fill('plan')
  await press(page, 'Run preview')
  await page.getByText('Identifier plan: 1,200 rows, 600 nulls').waitFor()
  expect(await page.getByRole('table', { name: 'Preview' }).textContent()).toContain('<b>pro</b>')
  await page.getByLabel('Identifier').fill('id')
  await press(page, 'Run preview')
  await page.getByText('Identifier id: 1,200 rows, 0 nulls, 0 duplicates.').waitFor()
  expect(await judgePage(page)).toEqual([])
  await press(page, 'Add model')
  await heading(page, 'people')

  await page.goto(`${board.url}/destinations/new`)
  await page.getByLabel('Name').fill('segment')
  await page.getByLabel('Source').selectOption('warehouse')
  await page.getByLabel('Write key').fill('hunter2')
  await page.getByLabel('Endpoint region').selectOption('Europe (eu-west-1)')
  await press(page, 'Test write key')
  await page.getByRole('list', { name: 'Checks' }).waitFor()
  await press(page, 'Add destination')
  await heading(page, 'segment')
  const enable = page.getByRole('switch', { name: 'Enable destination' })
  expect(await enable.isChecked()).toBe(false)
  await enable.check()
  await page.getByText('segment is switched on.').waitFor()
  await page.getByRole('tab', { name: 'Mappings' }).click()
  await page.getByRole('link', { name: 'Add mapping' }).waitFor()
  expect(await page.getByRole('switch').isChecked()).toBe(true)
  expect(await judgePage(page)).toEqual([])
  for (const path of ['/sources', '/sources/warehouse', '/destinations/segment/settings']) {
    await page.goto(board.url + path)
    expect([path, ...(await judgePage(page))]).toEqual([path])
  }
  expect(complaints).toEqual([])
  expect(board.errors).toEqual([])
  await page.context().close()
})

test('what is typed outlives a session that has ended, and a change that somebody else has made', async () => {
  const { page } = await openPage(browser, board)
  await page.goto(`${board.url}/models/people`)
  await page.locator('.cm-content').waitFor()
  await page.getByLabel('SQL query').fill('select id from people')
  await page.context().clearCookies()
  await press(page, 'Save')
  await page.getByText('what you have typed is sent').waitFor()
  await signIn(page)
  await page.getByText('people is saved.').waitFor()
  expect(await page.getByLabel('SQL query').textContent()).toContain('select id from people')

  await page.getByLabel('Identifier').fill('plan')
  await board.db.query(
    `update sluice.models set query = 'select 2 as id', version = version + 1 where id = 'people'`,
  )
  await press(page, 'Save')
  const conflict = page.getByRole('alert', { name: 'Changed meanwhile' })
  expect(await conflict.textContent()).toContain('select 2 as id')
  expect(await page.getByLabel('Identifier').inputValue()).toBe('plan')
  // Either value is put into the form by a button.
  expect(await page.getByLabel('SQL query').textContent()).toContain('select 2 as id')
  await press(page, 'Take mine')
  await page.getByRole('button', { name: 'Take theirs' }).waitFor()
  expect(await page.getByLabel('SQL query').textContent()).toContain('select id from people')
  expect(await page.getByLabel('Identifier').inputValue()).toBe('plan')
  expect(await judgePage(page)).toEqual([])
  await page.getByLabel('Identifier').fill('id')
  await press(page, 'Save')
  await page.getByText('people is saved.').waitFor()

  // A link away from what was typed asks first.
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type())
      void dialog.dismiss()
    })
  })
  await page.getByLabel('Identifier').fill('other')
  await page.getByRole('link', { name: 'Sources', exact: true }).click({ noWaitAfter: true })
  expect(await asked).toBe('beforeunload')
  expect(await page.getByLabel('Identifier').inputValue()).toBe('other')
  await page.context().close()
})

test('a session that ends in the mapping editor says so, and goes on with what was typed once there is another', async () => {
  const fields = { user_id: { '@path': '$.properties.id' } }
  const item = {
    id: 'typed',
    model: 'people',
    destination: 'segment',
    action: 'sendIdentify',
    trigger: 'added',
    fields,
  }
  await saveItem(board.pages, { kind: 'mapping', id: 'typed', item, seen: null }, 'console:ops')
  const { page } = await openPage(browser, board)
  await page.goto(`${board.url}/mappings/typed`)
  const preview = page.getByRole('region', { name: 'Event preview' })
  await preview.getByText('"userId"').waitFor()
  await page.context().clearCookies()
  await page.getByRole('combobox', { name: 'User ID' }).fill('typed {{properties.id}}')
  await preview.getByText('You are signed out').waitFor()
  expect(await preview.getByLabel('Event', { exact: true }).count()).toBe(0)
  const opened = page.context().waitForEvent('page')
  await preview.getByRole('link', { name: 'Sign in' }).click()
  await signIn(await opened)
  await (await opened).close()
  await page.evaluate('window.dispatchEvent(new Event("focus"))')
  await preview.getByText('"userId": "typed ').waitFor()

  await page.context().clearCookies()
  await press(page, 'Save')
  await page.getByText('what you have typed is sent').waitFor()
  await signIn(page)
  await page.getByText('Saved.').waitFor()
  const saved = await readItem(board.pages, { kind: 'mapping', id: 'typed' })
  expect(saved.item['fields']).toEqual({ user_id: { '@template': 'typed {{properties.id}}' } })
  await removeItem(board.pages, { kind: 'mapping', id: 'typed', seen: saved.version }, 'console:ops')
  await page.context().close()
})

test('what was typed about an item that was deleted meanwhile makes it again', async () => {
  const { page } = await openPage(browser, board)
  const item = { id: 'short', source: 'warehouse', identifier: 'id', query: 'select 1 as id' }
  await saveItem(board.pages, { kind: 'model', id: 'short', item, seen: null }, 'console:ada')
  await page.goto(`${board.url}/models/short`)
  await page.getByLabel('Identifier').fill('typed')
  const { version } = await readItem(board.pages, { kind: 'model', id: 'short' })
  await removeItem(board.pages, { kind: 'model', id: 'short', seen: version }, 'console:ada')
  await press(page, 'Save')
  const told = page.getByRole('alert', { name: 'Deleted meanwhile' })
  expect(await told.textContent()).toMatch(/console:ada removed it at .*identifier: typed/s)
  expect(await judgePage(page)).toEqual([])
  await press(page, 'Add model')
  await page.getByText('Model short is there.').waitFor()
  expect(await page.getByLabel('Identifier').inputValue()).toBe('typed')
  await page.context().close()
})

test('what a file keeps is shown, copied and taken over; what others need is not deleted', async () => {
  await board.db.query(`update sluice.sources set managed_by = 'file'`)
  const { page } = await openPage(browser, board)
  await page.goto(`${board.url}/sources/warehouse`)
  expect(await page.getByLabel('Connection URL').isDisabled()).toBe(true)
  await page.getByText('As YAML', { exact: true }).click()
  expect(await page.locator('#yaml').textContent()).toContain(
    'connection: ${SLUICE_SOURCE_WAREHOUSE_CONNECTION}',
  )
  await page.getByRole('button', { name: 'Copy as YAML' }).waitFor()
  expect(await judgePage(page)).toEqual([])
  await press(page, 'Take over')
  await page.getByRole('link', { name: 'Delete source…' }).click()
  await page.getByLabel('Type warehouse to delete it').fill('warehouse')
  await press(page, 'Delete source')
  expect(await page.getByRole('alert').textContent()).toContain('people')
  await page.getByRole('link', { name: 'people' }).click()
  await heading(page, 'people')
  await page.context().close()
})

test('a viewer sees what is set up, and changes nothing', async () => {
  const shown = await board.ask('/destinations/segment/settings', { as: 'eve' })
  const page = await shown.text()
  expect(page).toContain('<fieldset disabled')
  expect(page).not.toMatch(/>Save<|>Test write key<|hunter2/)
  const form = {
    method: 'POST',
    as: 'eve',
    body: new URLSearchParams({ id: 'evil', enabled: 'on' }),
  } as const
  for (const path of [
    'sources/new',
    'destinations/segment/settings',
    'destinations/segment/enable',
    'models/people/delete',
  ])
    expect([path, (await board.ask(`/${path}`, form)).status]).toEqual([path, 403])
})

test('where a secret cannot be kept what was typed stays, and it is said why', async () => {
  const { seal } = board.pages
  Object.assign(board.pages, {
    seal: () => Promise.reject(new SluiceError('worker_missing', 'no extractor has ever run here')),
  })
  const body = new URLSearchParams({ id: 'third', type: 'postgres', connection: warehouse.url })
  const page = await (await board.ask('/sources/new', { method: 'POST', as: 'ops', body })).text()
  Object.assign(board.pages, { seal })
  expect(page).toContain('no extractor has ever run here')
  expect(page).toContain('value="third"')
})

test('without script and with the keyboard alone a source and a destination are added', async () => {
  const { page } = await openPage(browser, board, { javaScriptEnabled: false })
  await page.goto(`${board.url}/sources/new`)
  const write = async (label: string, text: string): Promise<void> => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      if ((await focused.count()) === 1 && (await page.getByLabel(label).and(focused).count()) === 1)
        return page.keyboard.type(text)
    }
    throw new Error(`no way to ${label} by Tab`)
  }
  await write('Name', 'second')
  await write('Connection URL', warehouse.url)
  await press(page, 'Test connection')
  await page.getByRole('list', { name: 'Checks' }).waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('second')
  await page.getByLabel('Name').press('Enter')
  await heading(page, 'second')
  await page.goto(`${board.url}/destinations/new`)
  await write('Name', 'other')
  await write('Write key', 'k')
  await page.keyboard.press('Enter')
  await heading(page, 'other')
  await page.getByRole('switch', { name: 'Enable destination' }).check()
  await press(page, 'Set')
  await page.getByText('other is switched on.').waitFor()
  await page.goto(`${board.url}/sources/new`)
  await page.getByRole('link', { name: 'DuckDB' }).click()
  await page.getByLabel('Path').waitFor()
  await page.context().close()
})
