import type { AlertKind } from '@sluice/shared/domain'

/** What a kind is called where people read it, within a sentence. */
export const KIND_WORDS: Readonly<Record<AlertKind, string>> = {
  failed: 'a sync failed',
  partial: 'a sync left dead letters',
  late: 'a mapping is late',
  waiting: 'a sync waits',
  dead_letters: 'dead letters are open',
  guard_stopped: 'a guard stopped a sync',
  key_refused: 'a write key is refused',
  usage: 'an allowance is nearly used up',
}
