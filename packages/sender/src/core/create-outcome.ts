import type { Verdict } from './classify-response.ts'
import type { EventOutcome } from './event-outcome.ts'

/** What a verdict on the batch in which an event stood, alone if it was rejected, makes of the event. */
export function createOutcome(verdict: Verdict, nowMs: number): EventOutcome {
  switch (verdict.kind) {
    case 'delivered':
      return { kind: 'delivered' }
    case 'rejected':
      return {
        kind: 'dead',
        code: 'rejected',
        reason: `the Tracking API rejected the event (${verdict.reason})`,
      }
    case 'too large':
      return { kind: 'dead', code: 'rejected', reason: `the event alone is too large (${verdict.reason})` }
    case 'refused':
      return { kind: 'dead', code: verdict.code, reason: formatRefusal(verdict.code, verdict.reason) }
    case 'rate limited':
      return {
        kind: 'undecided',
        reason: verdict.reason,
        notBeforeMs: nowMs + verdict.holdMs,
        state: 'held',
        isUnsent: true,
      }
    case 'unavailable':
      return {
        kind: 'undecided',
        reason: verdict.reason,
        notBeforeMs: null,
        state: 'unavailable',
        ...(verdict.isUnsent === true ? { isUnsent: true } : {}),
      }
    default:
      return verdict satisfies never
  }
}

function formatRefusal(code: 'unauthorized' | 'not_found', reason: string): string {
  return code === 'unauthorized'
    ? `the write key was refused (${reason}): check the destination's write_key and region`
    : `the Tracking API was not found (${reason}): check the endpoint of the destination's region`
}
