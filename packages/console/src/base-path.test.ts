import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { openBrowser } from './testing/open-browser.ts'
import { openConsole, type TestConsole } from './testing/open-console.ts'
import { orderOnBoard } from './testing/order-on-board.ts'
import { startProxy, type TestProxy } from './testing/start-proxy.ts'

const PATH = '/ops/sluice'

// Getting a browser takes as long as the network does, and it shares the machine with everything else that is tested.
const BROWSER_PATIENCE_MS = 600_000
let board: TestConsole
let browser: Browser
beforeAll(async () => {
  board = await openConsole(undefined, undefined, PATH)
  browser = await openBrowser()
}, BROWSER_PATIENCE_MS)
afterAll(async () => {
  await browser?.close()
  await board?.close()
})

describe.each([
  ['passes the path on', false],
  ['takes the path off', true],
])('behind a proxy that %s', (_what, strips) => {
  let proxy: TestProxy
  beforeAll(async () => {
    proxy = await startProxy(board.url, { path: PATH, strips })
  })
  afterAll(() => proxy.close())

  const ask = (path: string, options: RequestInit = {}) =>
    fetch(proxy.url + path, { redirect: 'manual', ...options })

  test('every link, form, file, redirect, challenge and cookie stays under it', async () => {
    const authorization = `Basic ${btoa('ops:secret')}`
    for (const path of [
      '',
      '/',
      '/syncs',
      '/records',
      '/dead-letters',
      '/audit',
      '/usage',
      '/alerts',
      '/tokens',
      '/sources',
      '/sources/new',
      '/destinations',
      '/sign-out',
      '/queues',
      '/queues/queue/map',
    ]) {
      const response = await ask(PATH + path, { headers: { authorization } })
      expect([path, response.status]).toEqual([path, 200])
      const page = await response.text()
      const base = /<base href="([^"]*)"/.exec(page)?.[1] ?? ''
      expect(base.startsWith(`${PATH}/`)).toBe(true)
      for (const [, target = ''] of page.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
        const { pathname } = new URL(target, `${proxy.url}${base}`)
        expect(pathname === PATH || pathname.startsWith(`${PATH}/`)).toBe(true)
      }
    }
    const refused = await ask(`${PATH}/queues/queue/map`, {
      headers: { accept: 'text/html', 'user-agent': 'Mozilla/5.0 Chrome/150' },
    })
    expect(refused.headers.get('www-authenticate')).toContain(`form-action="${PATH}/sign-in"`)
    expect(await refused.text()).toContain(`value="${PATH}/queues/queue/map"`)

    const signIn = (next: string) =>
      ask(`${PATH}/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ user: 'ops', password: 'secret', next }),
      })
    const inside = await signIn(`${PATH}/queues?x=1`)
    expect(inside.headers.get('location')).toBe(`${PATH}/queues?x=1`)
    expect(inside.headers.getSetCookie()[0]).toContain(`; Path=${PATH};`)
    for (const next of ['/queues', `${PATH}/../other`, `${PATH}x/`, '/', `${PATH}/sign-in`])
      expect((await signIn(next)).headers.get('location')).toBe(`${PATH}/`)
    const out = await ask(`${PATH}/sign-out`, { method: 'POST' })
    expect(out.headers.get('location')).toBe(`${PATH}/sign-in`)
    expect(out.headers.getSetCookie()[0]).toContain(`; Path=${PATH};`)
    expect(await (await ask(`${PATH}/nowhere`, { headers: { authorization } })).text()).toContain(
      `try ${PATH}/ or ${PATH}/queues`,
    )
  })

  test('a person signs in, looks, orders and signs out without ever leaving it', async () => {
    await board.queues.get('map')?.add('map', { mapping: 'customers' }, { jobId: 'map-waiting' })
    const context = await browser.newContext({
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
    })
    context.setDefaultTimeout(60_000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      const text = message.text()
      if (message.type() === 'error' && !text.includes('401')) complaints.push(text)
    })
    await page.goto(`${proxy.url}${PATH}/queues/queue/map`)
    await page.getByLabel('User').fill('ops')
    await page.getByLabel('Password').fill('secret')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('chunks of changed rows').first().waitFor()
    await page.goto(`${proxy.url}${PATH}/queues/queue/map/map-waiting`)
    await page.reload()
    await page.getByText('customers').first().waitFor()
    // The refusal is the answer of an order that has arrived.
    complaints.length = 0
    await orderOnBoard(page, 'Clean')
    await page.getByText('sluice cancel').waitFor()

    const frame = page.getByRole('navigation', { name: 'Main' })
    await frame.getByRole('link', { name: 'Overview' }).click()
    await page.getByRole('link', { name: 'send', exact: true }).click()
    await page.getByText('events on their way to Segment').first().waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'Queues', exact: true }).click()
    await page.getByRole('link', { name: 'dead-letter', exact: true }).first().waitFor()
    await page.goto(`${proxy.url}${PATH}`)
    await page.locator('a.brand').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`${PATH}/sign-in`)
    expect(proxy.strays).toEqual([])
    expect(complaints.filter((text) => !text.includes('403'))).toEqual([])
    await context.close()
  })
})
