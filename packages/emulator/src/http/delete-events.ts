import { resetEmulatorCore } from '../emulator-core.ts'
import { sendJson } from './answer.ts'
import type { Exchange } from './exchange.ts'

/** DELETE /events: forgets events, messageIds, requests and counts; the fault rules stay. */
export function deleteEvents({ core, response }: Exchange): void {
  resetEmulatorCore(core)
  sendJson(response, 200, core.store.counts())
}
