import type { Call } from '../call.ts'
import type { EmulatorCore } from '../emulator-core.ts'
import type { FaultAction } from '../faults/fault-rule.ts'
import { type Reading, readRequest } from '../ingest/read-request.ts'
import { BODY_LIMIT_BYTES } from '../limits.ts'
import type { Region } from '../region.ts'
import type { RequestEntry } from '../store/event-store.ts'
import { acceptArrival } from './accept-arrival.ts'
import { sendAnswer } from './answer.ts'
import { applyFault, type Ending } from './apply-fault.ts'
import { dripAnswer } from './drip-answer.ts'
import type { Exchange, Handler } from './exchange.ts'
import { readBody } from './read-body.ts'

/** The handler of one ingest path. A client that leaves before its body is complete leaves no trace. */
export function createPostIngest(region: Region, call: Call): Handler {
  return async (exchange) => {
    const { core, request } = exchange
    const startedMs = performance.now()
    const receivedAtMs = core.now()
    const { body, bytes, isComplete } = await readBody(request, BODY_LIMIT_BYTES)
    if (!isComplete && body !== null) return

    const reading = readRequest({
      region,
      call,
      authorization: request.headers.authorization,
      contentType: request.headers['content-type'],
      contentEncoding: request.headers['content-encoding'],
      body,
      receivedAtMs,
    })
    const fault = findFault(core, region, call, body, reading)
    const ending = await applyFault(fault, () => acceptArrival(core, reading), core.closing)

    const entry: RequestEntry = {
      receivedAt: new Date(receivedAtMs).toISOString(),
      method: 'POST',
      path: exchange.path,
      region,
      writeKey: reading.writeKey,
      status: ending.kind === 'answer' ? ending.answer.status : ending.kind,
      bytes,
      events: reading.arrival?.events.length ?? 0,
      durationMs: Math.round((performance.now() - startedMs) * 1000) / 1000,
    }
    core.store.recordRequest(entry)
    core.log(
      `POST ${entry.path} ${entry.status} ${bytes} bytes ${entry.events} events ${entry.durationMs} ms`,
    )
    await endRequest(exchange, ending, isComplete)
  }
}

function findFault(
  core: EmulatorCore,
  region: Region,
  call: Call,
  body: Buffer | null,
  { writeKey, arrival }: Reading,
): FaultAction | null {
  if (core.faults.isEmpty) return null
  return core.faults.take({
    region,
    call,
    writeKey,
    events: arrival?.events ?? [],
    body: body ?? Buffer.alloc(0),
  })
}

async function endRequest(
  { core, request, response }: Exchange,
  ending: Ending,
  isComplete: boolean,
): Promise<void> {
  if (ending.kind === 'hang') return
  if (ending.kind === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  if (ending.overMs > 0) return dripAnswer(response, ending.answer, ending.overMs, core.closing)
  // A body that never ends is cut off behind the answer.
  if (!isComplete) {
    response.setHeader('connection', 'close').once('finish', () => request.socket.destroySoon())
  }
  sendAnswer(response, ending.answer)
}
