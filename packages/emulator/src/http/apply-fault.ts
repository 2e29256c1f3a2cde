import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultAction } from '../faults/fault-rule.ts'
import { type Answer, createJsonAnswer, createPageAnswer } from './answer.ts'

/**
 * How an ingest request ends: with an answer (its body spread over `overMs`), with a destroyed connection, or never.
 */
export type Ending =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly overMs: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }

/**
 * Ends a request as the fault demands; without a fault, as `accept` answers. `accept` takes the events
 * in and is called at most once, after the delay, and not at all by faults that accept nothing.
 */
export async function applyFault(
  fault: FaultAction | null,
  accept: () => Answer,
  closing: AbortSignal,
): Promise<Ending> {
  if (fault === null) return { kind: 'answer', answer: accept(), overMs: 0 }
  if (fault.type === 'slowBody') return { kind: 'answer', answer: accept(), overMs: fault.delayMs }
  if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { signal: closing })
  switch (fault.type) {
    case 'delay':
      return { kind: 'answer', answer: accept(), overMs: 0 }
    case 'statusAfterAccept':
      accept()
      return { kind: 'answer', answer: createFaultAnswer(fault), overMs: 0 }
    case 'status':
      return { kind: 'answer', answer: createFaultAnswer(fault), overMs: 0 }
    case 'resetAfterAccept':
      accept()
      return { kind: 'reset' }
    case 'reset':
      return { kind: 'reset' }
    case 'hangAfterAccept':
      accept()
      return { kind: 'hang' }
    case 'hang':
      return { kind: 'hang' }
    default:
      return fault satisfies never
  }
}

function createFaultAnswer(fault: Extract<FaultAction, { readonly status: number }>): Answer {
  const { status, body, retryAfter, rateLimitReset } = fault
  const headers = {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(rateLimitReset === undefined ? {} : { 'x-ratelimit-reset': rateLimitReset }),
  }
  if (body !== undefined) return createPageAnswer(status, body, headers)
  const refusal = { success: false, code: 'fault', message: `a fault rule answers ${status}` }
  return createJsonAnswer(status, refusal, headers)
}
