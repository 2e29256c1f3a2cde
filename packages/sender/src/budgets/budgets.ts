import type { Target } from '../target.ts'

/** What may be sent in a second, shared by all senders. */
export interface Budgets {
  /**
   * Resolves once one more request with so many events may be posted under the target's
   * budget; rejects when the signal is aborted. What was waited for is spent.
   */
  spend(target: Target, events: number, signal: AbortSignal): Promise<void>
}
