import { renderPage } from '../page/render-page.ts'
import { readStoredEvent } from '../store/stored-event.ts'
import { sendAnswer } from './answer.ts'
import type { Exchange } from './exchange.ts'

const LATEST_EVENTS = 25

/** GET /: a page for people. */
export function getPage({ core, response }: Exchange): void {
  const body = Buffer.from(
    renderPage({
      counts: core.store.counts(),
      keyTallies: core.store.keyTallies(),
      latest: core.store.newest(LATEST_EVENTS).map(readStoredEvent),
      faults: core.faults.list().length,
    }),
  )
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
  sendAnswer(response, { status: 200, headers, body })
}
