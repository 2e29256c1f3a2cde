import type { AlertKind } from '@sluice/shared/domain'

/** What each kind of alert is called where it is read. */
export const KIND_NAMES: Readonly<Record<AlertKind, string>> = {
  failed: 'A sync failed',
  partial: 'A sync left dead letters',
  late: 'A mapping is late',
  waiting: 'A sync waits',
  dead_letters: 'Dead letters are open',
  guard_stopped: 'A guard stopped a sync',
  key_refused: 'A write key is refused',
  usage: 'An allowance is nearly used up',
}
