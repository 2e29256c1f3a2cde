import { sendJson } from './answer.ts'
import type { Exchange } from './exchange.ts'
import { readPage, slicePage } from './read-page.ts'

/** GET /rejected: the newest rejected events that are kept, with their reasons. */
export function getRejected({ core, query, response }: Exchange): void {
  const page = readPage(query)
  const rejected = core.store.rejected()
  sendJson(response, 200, { total: rejected.length, ...page, rejected: slicePage(rejected, page) })
}
