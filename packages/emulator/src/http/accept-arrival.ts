import type { EmulatorCore } from '../emulator-core.ts'
import type { Refusal } from '../ingest/refusal.ts'
import { judgeArrival } from '../ingest/judge-arrival.ts'
import type { Reading } from '../ingest/read-request.ts'
import { type Answer, createJsonAnswer } from './answer.ts'

const SUCCESS: Answer = createJsonAnswer(200, { success: true })

/** Takes the events of a request in, as far as nothing forbids it, and says what Segment would answer. */
export function acceptArrival(core: EmulatorCore, { writeKey, arrival, refusal }: Reading): Answer {
  const waitSeconds = writeKey === null ? 0 : core.limiter.take(writeKey, core.now())
  if (waitSeconds > 0) return createRateLimitAnswer(waitSeconds)
  if (refusal !== null) return createRefusalAnswer(refusal)
  if (core.isStrict && core.writeKeys?.has(arrival.envelope.writeKey) === false) return UNKNOWN_WRITE_KEY
  core.store.take(arrival, judgeArrival(arrival, core.writeKeys))
  return SUCCESS
}

const UNKNOWN_WRITE_KEY = createRefusalAnswer({
  status: 401,
  code: 'unknown_write_key',
  message: 'the write key is not one of those that this emulator was started with',
})

function createRateLimitAnswer(waitSeconds: number): Answer {
  const message = `too many requests for this write key: wait ${waitSeconds} s`
  return createRefusalAnswer(
    { status: 429, code: 'rate_limited', message },
    { 'retry-after': waitSeconds, 'x-ratelimit-reset': waitSeconds },
  )
}

function createRefusalAnswer({ status, code, message }: Refusal, headers: Answer['headers'] = {}): Answer {
  return createJsonAnswer(status, { success: false, code, message }, headers)
}
