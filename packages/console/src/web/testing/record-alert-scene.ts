import {
  recordAlert,
  recordAlertChannel,
  recordAlertKept,
  recordAlertResolved,
  recordAlertRule,
  recordChannelFails,
  recordMute,
  type Database,
} from '@sluice/shared/store'
import type { Scene } from './record-scene.ts'

/** Records two channels, of which one fails, three rules, and alerts of them: open, muted, resolved. */
export async function recordAlertScene(
  db: Database,
  { secrets, mapping }: Scene,
  cause: string,
): Promise<void> {
  const people = { secret: null, from: null, to: null }
  await recordAlertChannel(db, secrets, { id: 'pager', type: 'webhook', url: 'https://x.example', ...people })
  await recordAlertChannel(db, secrets, { id: 'team', type: 'slack', url: 'https://x.example', ...people })
  await recordChannelFails(db, 'team', { error: 'no answer in time', firstMs: 1_000, mostMs: 1_000 })
  await recordAlertRule(db, {
    id: 'failed',
    on: 'failed',
    mapping: null,
    above: null,
    channels: ['pager', 'team'],
  })
  await recordAlertRule(db, { id: 'late', on: 'late', mapping, above: '1h', channels: ['team'] })
  await recordAlertRule(db, { id: 'keys', on: 'key_refused', mapping: null, above: null, channels: [] })
  const about = { subject: `mapping/${mapping}`, mapping, destination: null, sync: null, cause }
  const since = new Date(Date.now() - 3_600_000)
  for (const rule of ['resolved', 'failed', 'late']) {
    const kind = rule === 'late' ? 'late' : 'failed'
    const id = (await recordAlert(db, { rule, kind, ...about, since })) ?? ''
    if (rule === 'failed') await recordAlertKept(db, id, { ...about, tell: ['pager', 'team'] })
    if (rule === 'resolved') await recordAlertResolved(db, id)
  }
  await recordMute(db, { rule: 'late', subject: about.subject, forMs: 3_600_000, by: 'console:ops' })
}
