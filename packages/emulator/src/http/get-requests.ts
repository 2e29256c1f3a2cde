import { sendJson } from './answer.ts'
import type { Exchange } from './exchange.ts'
import { readPage, slicePage } from './read-page.ts'

/** GET /requests: the newest ingest requests that are kept. */
export function getRequests({ core, query, response }: Exchange): void {
  const page = readPage(query)
  const requests = core.store.requests()
  sendJson(response, 200, { total: requests.length, ...page, requests: slicePage(requests, page) })
}
