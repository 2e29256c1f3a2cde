import { sendJson } from './answer.ts'
import type { Exchange } from './exchange.ts'
import { readPage, slicePage } from './read-page.ts'

/** GET /duplicates: the newest duplicates that are kept. */
export function getDuplicates({ core, query, response }: Exchange): void {
  const page = readPage(query)
  const duplicates = core.store.duplicates()
  sendJson(response, 200, { total: duplicates.length, ...page, duplicates: slicePage(duplicates, page) })
}
