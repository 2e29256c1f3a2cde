import type { Alert, Mute } from '@sluice/shared/domain'

/** True for a mute of this very subject of a rule, and for one of the whole rule. */
export function isMuteOf(mute: Mute, { rule, subject }: Pick<Alert, 'rule' | 'subject'>): boolean {
  return mute.rule === rule && (mute.subject === null || mute.subject === subject)
}
