import { sendJson } from './answer.ts'
import type { Exchange } from './exchange.ts'

/** GET /counts: everything that was counted. */
export function getCounts({ core, response }: Exchange): void {
  sendJson(response, 200, core.store.counts())
}
