import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import {
  finishSync,
  listSyncs,
  recordAudit,
  recordCommitting,
  recordForecast,
  recordStaging,
} from '@sluice/shared/store'
import { createToken, startDryRun } from '@sluice/operations'
import { openBrowser } from '../../testing/open-browser.ts'
import { openConsole, type TestConsole } from '../../testing/open-console.ts'
import {
  createForecast,
  recordDelivering,
  recordScene,
  settle,
  stage,
  type Scene,
} from '../testing/record-scene.ts'
import { openPage } from '../testing/watch-page.ts'

const MAPPING = 'people-of-every-region-and-brand-to-identify'
const HOSTILE = '<img src=x onerror=alert(1)>"&\u202e'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000

let board: TestConsole
let browser: Browser
let scene: Scene
/** A sync that has ended with dead letters of three causes. */
let partial: string
beforeAll(async () => {
  board = await openConsole()
  browser = await openBrowser()
  scene = await recordScene(board.db, MAPPING)
  partial = await recordDelivering(board.db, MAPPING, 1_000)
  await settle(board.db, scene, partial, 1_000, ['HTTP 400: no', 'HTTP 400: no', 'too long', HOSTILE])
  await recordCommitting(board.db, partial)
  await finishSync(board.db, partial)
  await createToken(board, { name: 'ci', role: 'viewer' }, 'ops')
  const change = { before: { query: 'select 1', name: HOSTILE }, after: { query: HOSTILE, name: HOSTILE } }
  await recordAudit(board.db, { actor: 'ops', action: 'updated', kind: 'model', id: HOSTILE, ...change })
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
})

test('a sync is started, goes on before the eyes of who watches, and ends there', async () => {
  const { page, complaints } = await openPage(browser, board, { viewport: { width: 1280, height: 800 } })
  await page.goto(`${board.url}/mappings/${MAPPING}/syncs`)
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByRole('heading', { name: /^Sync [0-9a-f]{8}$/ }).waitFor()
  await page.evaluate('window.isSame = true')
  const [sync] = await listSyncs(board.db, { mapping: MAPPING, limit: 1 })
  const id = sync?.id ?? ''
  const current = page.locator('[aria-current="step"]')
  await current.getByText('Queued').waitFor()
  expect(await board.queues.get('extract')?.getJobCountByTypes('waiting')).toBe(1)

  await recordStaging(board.db, id)
  await current.getByText('Staging').waitFor()
  await stage(board.db, id, 10)
  await current.getByText('0 of 10 settled').waitFor()
  await page.getByText('10 in flight').waitFor()
  await settle(board.db, scene, id, 10, ['too long'])
  await page.getByRole('img', { name: 'Events over time: 9 events delivered' }).waitFor()
  await page.getByText('9 delivered').waitFor()
  await recordCommitting(board.db, id)
  await current.getByText('Committing').waitFor()
  expect(await page.getByRole('button', { name: 'Cancel sync' }).isDisabled()).toBe(true)
  await finishSync(board.db, id)
  await page.getByText('what was delivered is remembered').waitFor()
  await page.getByText('partial', { exact: true }).waitFor()
  await page.getByRole('cell', { name: 'too long' }).waitFor()
  // It says still how it began, and asks no more.
  await page.getByText('The sync has started.').waitFor()
  expect(await page.locator('main[data-live]').count()).toBe(0)
  expect(await page.evaluate('window.isSame')).toBe(true)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a page that nobody looks at asks for nothing, and is up to date when somebody does', async () => {
  const { page } = await openPage(browser, board)
  await page.clock.install()
  const id = await recordDelivering(board.db, MAPPING, 10)
  await page.goto(`${board.url}/syncs/${id}`)
  await page.getByText('0 of 10 settled').waitFor()
  let asked = 0
  page.on('request', () => void asked++)
  const setHidden = (hidden: boolean) =>
    page.evaluate(
      `Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
       document.dispatchEvent(new Event('visibilitychange'))`,
    )
  await setHidden(true)
  await page.clock.runFor(60_000)
  expect(asked).toBe(0)
  await settle(board.db, scene, id, 10, [])
  await setHidden(false)
  await page.getByText('10 of 10 settled').waitFor()
  await page.getByRole('button', { name: 'Cancel sync' }).click()
  await page.getByText('the next sync sends the rest').waitFor()
  await page.context().close()
})

test('without script a sync is started and canceled, and letters are requeued and discarded once it is said how many', async () => {
  const { page } = await openPage(browser, board, { javaScriptEnabled: false })
  await page.goto(`${board.url}/mappings/${MAPPING}/syncs`)
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('The sync has started.').waitFor()
  await page.getByRole('button', { name: 'Cancel sync' }).click()
  await page.getByText('canceled', { exact: true }).waitFor()

  const cause = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'Requeue' }) })
  await page.goto(`${board.url}/dead-letters?sync=${partial}`)
  await cause.filter({ hasText: 'HTTP 400: no' }).getByRole('button', { name: 'Requeue' }).click()
  await page.getByRole('heading', { name: 'Requeue 2 dead letters?' }).waitFor()
  await page.getByRole('button', { name: 'Requeue 2 dead letters' }).click()
  await page.getByText('2 dead letters on the way again.').waitFor()
  await page.goto(`${board.url}/dead-letters?sync=${partial}`)
  await cause.filter({ hasText: HOSTILE }).getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Discard 1 dead letter' }).click()
  await page.getByText('1 dead letter discarded.').waitFor()

  await page.goto(`${board.url}/dead-letters?status=discarded`)
  await page.getByRole('link', { name: '4', exact: true }).click()
  await page.getByRole('cell', { name: 'console:ops' }).waitFor()
  await page.goto(`${board.url}/audit?actor=console:ops`)
  await page.getByRole('cell', { name: 'discarded' }).waitFor()
  await page.getByRole('cell', { name: 'started' }).first().waitFor()
  await page.context().close()
})

test('without script a dry run is started, says what the next sync would send, and makes way for it', async () => {
  const { page } = await openPage(browser, board, { javaScriptEnabled: false })
  await page.goto(`${board.url}/mappings/${MAPPING}/syncs`)
  await page.getByRole('button', { name: 'Dry run' }).click()
  await page.getByText('The dry run has started. It sends nothing.').waitFor()
  await page.getByRole('button', { name: 'Cancel dry run' }).waitFor()
  const [id = ''] = /[0-9a-f-]{36}/.exec(page.url()) ?? []
  await recordStaging(board.db, id)
  const forecast = createForecast(HOSTILE, 'too many are gone')
  await recordForecast(board.db, id, { stagedAt: new Date().toISOString(), forecast })
  await page.reload()
  for (const text of ['1,220 identify', '200 to 1,219', '3, 1,234,567 bytes together', HOSTILE])
    await page.getByText(text, { exact: true }).waitFor()
  await page.getByText('The sync would be stopped before it sends anything: too many are gone').waitFor()

  const waiting = await startDryRun(board.pages, { mapping: MAPPING }, 'ops')
  await page.goto(`${board.url}/mappings/${MAPPING}/syncs`)
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('The sync has started.').waitFor()
  await page.getByRole('button', { name: 'Cancel sync' }).click()
  await page.goto(`${board.url}/syncs/${waiting.id}`)
  await page.getByText('Ended: a sync of the mapping was asked for meanwhile').waitFor()
  await page.context().close()
})

test('a token is shown once, its name is asked for anew where it is taken, and it is revoked after a question', async () => {
  const { page } = await openPage(browser, board, { javaScriptEnabled: false })
  await page.goto(`${board.url}/tokens`)
  await page.getByLabel('Name', { exact: true }).fill('airflow')
  await page.getByLabel('Role').selectOption('operator')
  await page.getByRole('button', { name: 'Create token' }).click()
  const token = (await page.locator('.shown-once').textContent()) ?? ''
  expect(token).toMatch(/^slc_[\w-]{43}$/)
  await page.getByRole('row').filter({ hasText: 'airflow' }).waitFor()
  await page.getByLabel('Name', { exact: true }).fill('airflow')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByText('there is a token airflow already').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('airflow')
  expect(await page.content()).not.toContain(token)
  await page.getByRole('row').filter({ hasText: 'airflow' }).getByRole('link', { name: 'Revoke…' }).click()
  await page.getByRole('button', { name: 'Revoke token' }).click()
  await page.getByText('The token airflow is revoked.').waitFor()
  await page.context().close()
})

test('a viewer sees all of it and orders nothing', async () => {
  for (const path of [
    'syncs',
    `syncs/${partial}`,
    `mappings/${MAPPING}/syncs`,
    'dead-letters',
    'audit',
    'tokens',
  ]) {
    const answer = await board.ask(`/${path}`, { as: 'eve' })
    expect([path, answer.status]).toEqual([path, 200])
    expect(await answer.text()).not.toMatch(
      />(?:Sync now|Dry run|Cancel sync|Requeue|Discard|Create token|Revoke)/,
    )
  }
  const before = await listSyncs(board.db, { limit: 100 })
  for (const path of [
    `mappings/${MAPPING}/syncs`,
    `mappings/${MAPPING}/dry-run`,
    `syncs/${partial}/cancel`,
    'dead-letters/requeue',
    'dead-letters/discard',
    'tokens',
    'tokens/ci/revoke',
  ])
    expect((await board.ask(`/${path}`, { as: 'eve', method: 'POST' })).status).toBe(403)
  expect(await listSyncs(board.db, { limit: 100 })).toEqual(before)
})

test.each([
  ['/syncs/no-such-sync', 404],
  ['/syncs/ffffffff-ffff-ffff-ffff-ffffffffffff', 404],
  ['/syncs/%00', 404],
  ['/mappings/nobody/syncs', 404],
  ['/dead-letters/99', 404],
  ['/dead-letters/x', 404],
  ['/dead-letters?stage=nowhere', 422],
  ['/dead-letters?code=%00&before=x&status=y', 200],
  ['/syncs?before=%27&mapping=%00&status=x', 200],
  ['/audit?before=-1&actor=%27', 200],
])('an address that means nothing is told so: %s', async (path, status) => {
  const answer = await board.ask(path, { as: 'ops', headers: { accept: 'text/html' } })
  expect(answer.status).toBe(status)
  expect(board.errors).toEqual([])
})
