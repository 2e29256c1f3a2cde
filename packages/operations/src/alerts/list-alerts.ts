import { isMuteOf } from '@sluice/alerts/core'
import type { AlertKind } from '@sluice/shared/domain'
import {
  listAlertRules,
  listChannelStandings,
  listMutes,
  listOpenAlerts,
  listResolvedAlerts,
  type AlertRecord,
  type ChannelStanding,
  type MuteRecord,
} from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Something that is wrong, or was. Instants are ISO-8601 UTC. */
export interface AlertDocument {
  readonly id: string
  readonly rule: string
  readonly kind: AlertKind
  readonly state: 'open' | 'resolved'
  readonly mapping: string | null
  readonly destination: string | null
  /** The last sync that it was about. */
  readonly sync: string | null
  readonly cause: string
  readonly since: string
  readonly openedAt: string
  readonly resolvedAt: string | null
  /** The channels that were told of it. */
  readonly told: readonly string[]
  readonly lastToldAt: string | null
  /** Until when nobody is told of it; null unless it is muted. */
  readonly mutedUntil: string | null
}

/** A rule, with whether anybody is told. */
export interface AlertRuleDocument {
  readonly id: string
  readonly on: AlertKind
  readonly mapping: string | null
  readonly above: string | number | null
  readonly channels: readonly string[]
  readonly mutes: readonly MuteDocument[]
}

/** Until when nobody is told, of all that a rule is about or of one mapping or destination. */
export interface MuteDocument {
  readonly rule: string
  readonly mapping: string | null
  readonly destination: string | null
  readonly until: string
  readonly by: string
}

/** All that there is to know of alerts. */
export interface AlertsDocument {
  readonly open: readonly AlertDocument[]
  /** The last ones, the newest first. */
  readonly resolved: readonly AlertDocument[]
  readonly channels: readonly ChannelStanding[]
  readonly rules: readonly AlertRuleDocument[]
}

/** What is wrong and was, who is told of it, and how the channels do; `limit` resolved ones at most. */
export async function listAlerts(
  { db }: DatabaseDeps,
  { limit }: { readonly limit: number },
): Promise<AlertsDocument> {
  const [open, resolved, channels, rules, mutes] = await Promise.all([
    listOpenAlerts(db),
    listResolvedAlerts(db, limit),
    listChannelStandings(db),
    listAlertRules(db),
    listMutes(db),
  ])
  const describe = (alert: AlertRecord): AlertDocument => describeAlert(alert, mutes)
  return {
    open: open.map(describe),
    resolved: resolved.map(describe),
    channels,
    rules: rules.map((rule) => ({
      ...rule,
      mutes: mutes.filter((mute) => mute.rule === rule.id).map(describeMute),
    })),
  }
}

function describeAlert(alert: AlertRecord, mutes: readonly MuteRecord[]): AlertDocument {
  const { subject: _subject, since, openedAt, resolvedAt, lastToldAt, ...rest } = alert
  const ends = mutes
    .filter((mute) => isMuteOf(mute, alert))
    .map(({ until }) => until.toISOString())
    .toSorted()
  return {
    ...rest,
    state: resolvedAt === null ? 'open' : 'resolved',
    since: since.toISOString(),
    openedAt: openedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    lastToldAt: lastToldAt?.toISOString() ?? null,
    mutedUntil: resolvedAt === null ? (ends.at(-1) ?? null) : null,
  }
}

/** The document of a mute. */
export function describeMute({ rule, subject, until, by }: MuteRecord): MuteDocument {
  const [kind, ...id] = subject?.split('/') ?? []
  return {
    rule,
    mapping: kind === 'mapping' ? id.join('/') : null,
    destination: kind === 'destination' ? id.join('/') : null,
    until: until.toISOString(),
    by,
  }
}
