import { createCounter, type Metrics } from '@sluice/shared/runtime'
import { listChannelStandings, listOpenAlerts, listAlertRules, type Queryable } from '@sluice/shared/store'
import { createCachedRead } from '../measure/cached-read.ts'
import { createStateGauge } from '../measure/create-state-gauge.ts'

/** Counts what becomes of messages. */
export interface AlertMeter {
  countMessage(channel: string, outcome: 'delivered' | 'failed' | 'given_up'): void
}

const LIMITS = { maxAgeMs: 5_000, patienceMs: 3_000 }

/** The metrics of alerts: what stands in the control database, which every extractor tells alike, and its messages. */
export function createAlertMeter(metrics: Metrics, db: Queryable): AlertMeter {
  const read = createCachedRead(
    async () => ({
      rules: await listAlertRules(db),
      open: await listOpenAlerts(db),
      channels: await listChannelStandings(db),
    }),
    LIMITS,
  )
  const declare = createStateGauge(metrics, read)
  declare(
    { name: 'sluice_alerts_open', help: 'Alerts that are open.', labels: ['rule'] },
    ({ rules, open }) =>
      rules.map(({ id }) => [{ rule: id }, open.filter(({ rule }) => rule === id).length] as const),
  )
  declare(
    {
      name: 'sluice_alert_channel_failing',
      help: 'Whether a channel of alerts does not work: 1 or 0.',
      labels: ['channel'],
    },
    ({ channels }) =>
      channels.map(({ id, failingSince }) => [{ channel: id }, failingSince === null ? 0 : 1] as const),
  )
  declare(
    { name: 'sluice_alert_messages_waiting', help: 'Messages that wait to be sent.', labels: ['channel'] },
    ({ channels }) => channels.map(({ id, waiting }) => [{ channel: id }, waiting] as const),
  )
  const messages = createCounter(metrics, {
    name: 'sluice_alert_messages_total',
    help: 'Messages of alerts, by what became of each try.',
    labels: ['channel', 'outcome'],
  })
  return { countMessage: (channel, outcome) => messages.inc({ channel, outcome }) }
}
