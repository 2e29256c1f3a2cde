import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const RENEW_AFTER_MS = 1_000
/** Before anything is measured: what is compiled and cached once is no leak. */
const MOST_WARM_UP = 50

/**
 * What the console's process and one tab hold after a collection, before and after: `visits` of the page of a sync that
 * runs, each with one renewal, one after another; then as many renewals of one page that is not left.
 */
export async function measureMemory(browser, visits, closers) {
  const board = fork(fileURLToPath(new URL('watched-console.mjs', import.meta.url)))
  closers.push(async () => {
    if (board.connected) board.disconnect()
    if (board.exitCode === null) await once(board, 'exit')
  })
  const warmUp = Math.min(visits, MOST_WARM_UP)
  const [{ url, path }] = await once(board, 'message')
  const context = await browser.newContext()
  const page = await context.newPage()
  const tab = await context.newCDPSession(page)
  await page.clock.install()
  const renew = async () => {
    const answer = page.waitForResponse((response) => response.request().resourceType() === 'fetch')
    await page.clock.runFor(RENEW_AFTER_MS)
    await (await answer).finished()
  }
  const visit = async (count) => {
    for (let index = 0; index < count; index += 1) {
      await page.goto(`${url}/${path}`)
      await renew()
    }
  }
  const weigh = async () => {
    board.send('weigh')
    const [heapBytes] = await once(board, 'message')
    await tab.send('HeapProfiler.collectGarbage')
    const { usedSize } = await tab.send('Runtime.getHeapUsage')
    const { nodes, jsEventListeners: listeners } = await tab.send('Memory.getDOMCounters')
    return { serverMb: toMb(heapBytes), tabMb: toMb(usedSize), nodes, listeners }
  }

  await visit(warmUp)
  const beforeVisits = await weigh()
  await visit(visits)
  const afterVisits = await weigh()
  await page.goto(`${url}/${path}`)
  for (let index = 0; index < warmUp; index += 1) await renew()
  const beforeRenewals = await weigh()
  for (let index = 0; index < visits; index += 1) await renew()
  const afterRenewals = await weigh()
  await context.close()
  return {
    count: visits,
    visits: { before: beforeVisits, after: afterVisits },
    renewals: { before: beforeRenewals, after: afterRenewals },
  }
}

function toMb(bytes) {
  return Math.round(bytes / 1e5) / 10
}
