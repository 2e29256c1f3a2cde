import { parseDurationMs, type AlertKind, type AlertRule } from '@sluice/shared/domain'
import type { Condition } from './conditions.ts'

/** What a rule that says no `above` means; null where the kind has no more and less. */
export const USUAL_ABOVE: Readonly<Record<AlertKind, string | number | null>> = {
  failed: null,
  partial: null,
  late: '15m',
  waiting: '15m',
  dead_letters: 0,
  guard_stopped: null,
  key_refused: null,
  usage: 80,
}

/** True for a condition that is bad enough for a rule; an allowance counts from the very percentage on. */
export function isAbove({ on, above }: Pick<AlertRule, 'on' | 'above'>, { size }: Condition): boolean {
  const limit = above ?? USUAL_ABOVE[on]
  if (limit === null) return true
  if (typeof limit === 'string') return (size.ms ?? 0) > (parseDurationMs(limit) ?? 0)
  return on === 'usage' ? (size.percent ?? 0) >= limit : (size.count ?? 0) > limit
}
