import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser, orderOnBoard } from '@sluice/console/testing'
import type { DeadLetterDocument, DeadLetterStatus } from '@sluice/shared/domain'
import { waitFor } from '@sluice/shared/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

/** A browser that calls itself what a person's browser does. */
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

// Getting a browser takes as long as the network does.
const BROWSER_PATIENCE_MS = 600_000

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: select * from people }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    fields:
      user_id: { "@path": "$.properties.person_id" }
      traits: { email: { "@path": "$.properties.email" } }
`

let pipeline: Pipeline
let browser: Browser
let context: BrowserContext
let page: Page
let url: string

beforeAll(async () => {
  pipeline = await openPipeline()
  browser = await openBrowser()
  await pipeline.warehouse('create table people (person_id text primary key, email text)')
  await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
  ;[url] = await Promise.all([pipeline.startConsole(), pipeline.startWorkers()])
  context = await browser.newContext({ userAgent: AGENT, viewport: { width: 1280, height: 800 } })
  context.setDefaultTimeout(60_000)
  page = await context.newPage()
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await pipeline?.close()
})

async function listLetters(status?: DeadLetterStatus): Promise<DeadLetterDocument[]> {
  const filter = status === undefined ? [] : ['--status', status]
  const { stdout } = await pipeline.sluice(['dead-letters', 'ls', ...filter, '--json'])
  return JSON.parse(stdout) as DeadLetterDocument[]
}

/** Rows that the Tracking API refuses, until it is told otherwise. */
async function bringDeath(...ids: readonly string[]): Promise<void> {
  pipeline.emulator.setFaults(
    ids.map((userId) => ({ match: { userId }, action: { type: 'status', status: 400 } })),
  )
  await pipeline.warehouse('insert into people select id, $2 from unnest($1::text[]) id', [
    ids,
    'ada@hunter2.example',
  ])
  expect(await pipeline.sluice(['sync', 'people-identify', '--wait'])).toMatchObject({ code: 3 })
}

const findEvent = (userId: string) => pipeline.emulator.events({ userId })[0]

test('a person signs in, reads why a letter is dead, presses Retry, and the event arrives under its messageId', async () => {
  await pipeline.warehouse(`insert into people select 'fine-' || n, 'x' from generate_series(1, 20) n`)
  await bringDeath('refused')
  const [letter] = await listLetters('open')
  const shown = await pipeline.sluice(['dead-letters', 'show', letter?.id ?? '', '--json'])
  const { payload } = JSON.parse(shown.stdout) as { payload: { messageId: string } }
  expect(findEvent('refused')).toBeUndefined()

  await page.goto(`${url}/sign-in`)
  await page.getByLabel('User').fill('ops')
  await page.getByLabel('Password').fill('secret')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: '1 open dead letter of people-identify' }).click()
  await page
    .getByText(/rejected: .*HTTP 400/)
    .first()
    .waitFor()
  await page.getByRole('tab', { name: 'Data' }).click()
  await page.getByText('"people-identify"').waitFor()
  const text = await page.locator('body').innerText()
  expect(text).toContain('traits:"object of 1"')
  expect(text).not.toContain('hunter2')

  pipeline.emulator.setFaults([])
  await orderOnBoard(page, 'Retry')
  const event = await waitFor('the requeued event', () => findEvent('refused'))
  expect(event.messageId).toBe(payload.messageId)
  await page.getByText('No failed jobs in this queue').waitFor()
  await waitFor('the letter to be delivered', async () => (await listLetters('delivered')).length === 1)
  expect(await listLetters('open')).toEqual([])
  expect(pipeline.emulator.counts()).toMatchObject({ accepted: 21, duplicates: 0 })
})

test('no page and no answer of the board tells a secret or a value of a row', async () => {
  await bringDeath('person-7781')
  const headers = { authorization: `Basic ${Buffer.from('ops:secret').toString('base64')}` }
  const read = async (path: string) => (await fetch(`${url}${path}`, { headers })).text()
  const texts = [await read('/'), await read('/queues'), await read('/sign-out')]
  for (const queue of ['tick', 'extract', 'map', 'send', 'dead-letter']) {
    const path = `/queues/api/queues?activeQueue=${queue}&status=latest&page=1&jobsPerPage=200`
    const list = await read(path)
    const { queues } = JSON.parse(list) as { queues: { name: string; jobs: { id: string }[] }[] }
    texts.push(list)
    for (const { id } of queues.find(({ name }) => name === queue)?.jobs ?? [])
      texts.push(
        await read(`/queues/api/queues/${queue}/${id}`),
        await read(`/queues/api/queues/${queue}/${id}/logs`),
      )
  }
  const all = texts.join('\n')
  expect(all).toContain('rejected')
  const password = new URL(pipeline.warehouseUrl).password
  for (const secret of [...Object.values(pipeline.writeKeys), password, 'person-7781', 'hunter2', 'fine-1'])
    expect(all).not.toContain(secret)
  await pipeline.sluice(['dead-letters', 'discard', '--all'])
  const failed = '/queues/api/queues?activeQueue=dead-letter&status=failed'
  await waitFor('the group to leave the board', async () => !(await read(failed)).includes('"dl-'))
})

test('retry all requeues every group, and what is refused again is open again with its history', async () => {
  await bringDeath('still-refused-1', 'mended-1', 'mended-2')
  pipeline.emulator.setFaults([
    { match: { userId: 'still-refused-1' }, action: { type: 'status', status: 400 } },
  ])
  await page.goto(`${url}/queues/queue/dead-letter?status=failed`)
  await page.getByRole('button', { name: 'Retry all' }).click()
  await page.getByRole('button', { name: 'Confirm' }).click()
  await waitFor('the mended events', () => findEvent('mended-1') && findEvent('mended-2'))
  const again = await waitFor('the letter that died again', async () => {
    const open = await listLetters('open')
    return open.length === 1 && open[0]
  })
  expect(again.recordId).toBe('still-refused-1')
  const shown = await pipeline.sluice(['dead-letters', 'show', again.id, '--json'])
  expect(JSON.parse(shown.stdout)).toMatchObject({ history: [{ to: 'requeued' }, { to: 'open' }] })
  await page.getByText('rejected: ').first().waitFor()
})

test('clean discards what nobody wants any more', async () => {
  await page.goto(`${url}/queues/queue/dead-letter?status=failed`)
  await orderOnBoard(page, 'Clean')
  await page.getByText('No failed jobs in this queue').waitFor()
  expect(await listLetters('open')).toEqual([])
  expect((await listLetters('discarded'))[0]).toMatchObject({ recordId: 'still-refused-1' })
})

test('who pressed what stands in the audit log', async () => {
  const orders = await pipeline.control<{ order: string }>(
    `select actor || ' ' || action || ' ' || kind as order from sluice.audit_log where actor like 'console:%' order by id`,
  )
  expect(orders.map(({ order }) => order)).toEqual([
    'console:ops requeued dead-letter',
    'console:ops requeued dead-letter',
    'console:ops discarded dead-letter',
  ])
})
