import { sendJson } from './answer.ts'
import type { Exchange } from './exchange.ts'

/** GET /healthz: 200 as soon as the emulator listens. */
export function getHealthz({ response }: Exchange): void {
  sendJson(response, 200, { status: 'ok' })
}
