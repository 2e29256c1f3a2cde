import type { Alert, AlertRule, Mute } from '@sluice/shared/domain'
import type { Condition } from './conditions.ts'
import { isAbove } from './is-above.ts'
import { isMuteOf } from './is-mute-of.ts'

/** All that a decision is made of. */
export interface Situation {
  readonly now: Date
  readonly rules: readonly AlertRule[]
  /** The ids of the channels that there are. */
  readonly channels: readonly string[]
  readonly conditions: readonly Condition[]
  readonly open: readonly Alert[]
  readonly mutes: readonly Mute[]
}

/** What becomes of an alert, and which channels are told. */
export type Decision =
  | {
      readonly kind: 'open'
      readonly alert: Omit<Alert, 'id' | 'told' | 'lastToldAt'>
      readonly tell: readonly string[]
    }
  | {
      readonly kind: 'keep'
      readonly alert: Alert
      readonly message: 'alert.opened' | 'alert.reminder'
      readonly tell: readonly string[]
    }
  | {
      readonly kind: 'resolve'
      readonly alert: Alert
      readonly tell: readonly string[]
    }

/** How often an open alert is said again. */
export const REMINDER_MS = 86_400_000

/**
 * What follows for the alerts from what is the case now. While something is muted nobody is told that it began or goes
 * on; of its end whoever knows of its beginning is told anyway, so that nowhere an alert stands open for ever.
 */
export function decide(situation: Situation): readonly Decision[] {
  const { rules, conditions, open } = situation
  const known = new Map(open.map((alert) => [createKey(alert.rule, alert.subject), alert]))
  const decisions: Decision[] = []
  for (const rule of rules) {
    for (const condition of conditions.filter((each) => isMeant(rule, each))) {
      const key = createKey(rule.id, condition.subject)
      const alert = known.get(key)
      known.delete(key)
      const decision =
        alert === undefined ? openOne(rule, condition, situation) : keepOne(rule, condition, alert, situation)
      if (decision !== null) decisions.push(decision)
    }
  }
  const resolved = [...known.values()].map((alert): Decision => {
    const tell = alert.told.filter((channel) => situation.channels.includes(channel))
    return { kind: 'resolve', alert, tell }
  })
  return [...decisions, ...resolved]
}

function isMeant(rule: AlertRule, condition: Condition): boolean {
  const isOfMapping = rule.mapping === null || condition.mappings.includes(rule.mapping)
  return condition.kind === rule.on && isOfMapping && isAbove(rule, condition)
}

function openOne(rule: AlertRule, condition: Condition, situation: Situation): Decision {
  const { subject, destination, sync, since, cause } = condition
  const mapping = condition.mapping ?? rule.mapping
  return {
    kind: 'open',
    alert: { rule: rule.id, kind: rule.on, subject, mapping, destination, sync, since, cause },
    tell: isMuted(rule, condition, situation) ? [] : listChannels(rule, situation),
  }
}

/** null where nothing is to be written down and nobody to be told. */
function keepOne(
  rule: AlertRule,
  { sync, cause, subject }: Condition,
  alert: Alert,
  situation: Situation,
): Decision | null {
  const isUntold = alert.lastToldAt === null
  const isDue =
    alert.lastToldAt !== null && situation.now.getTime() - alert.lastToldAt.getTime() >= REMINDER_MS
  const mayTell = (isUntold || isDue) && !isMuted(rule, { subject }, situation)
  const tell = mayTell ? listChannels(rule, situation) : []
  if (tell.length === 0 && sync === alert.sync && cause === alert.cause) return null
  const message = isUntold ? 'alert.opened' : 'alert.reminder'
  return { kind: 'keep', alert: { ...alert, sync, cause }, message, tell }
}

function listChannels(rule: AlertRule, { channels }: Situation): readonly string[] {
  return channels.filter((channel) => rule.channels.includes(channel))
}

function isMuted(
  { id }: AlertRule,
  { subject }: Pick<Condition, 'subject'>,
  { mutes, now }: Situation,
): boolean {
  return mutes.some((mute) => isMuteOf(mute, { rule: id, subject }) && mute.until > now)
}

function createKey(rule: string, subject: string): string {
  return `${rule} ${subject}`
}
