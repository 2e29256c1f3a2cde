import { sendJson } from './answer.ts'
import type { Exchange } from './exchange.ts'

/** GET /faults: the fault rules in force. */
export function getFaults({ core, response }: Exchange): void {
  sendJson(response, 200, { faults: core.faults.list() })
}
