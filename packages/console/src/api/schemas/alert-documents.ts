import { ALERT_KINDS, CHANNEL_TYPES } from '@sluice/shared/domain'
import { z } from 'zod'
import { count, instant } from './values.ts'

/** Until when nobody is told. */
export const MUTE = z.object({
  rule: z.string(),
  mapping: z.string().nullable(),
  destination: z.string().nullable(),
  until: instant,
  by: z.string(),
})

const ALERT = z.object({
  id: z.uuid(),
  rule: z.string(),
  kind: z.enum(ALERT_KINDS),
  state: z.enum(['open', 'resolved']),
  mapping: z.string().nullable(),
  destination: z.string().nullable(),
  sync: z.uuid().nullable(),
  cause: z.string(),
  since: instant,
  openedAt: instant,
  resolvedAt: instant.nullable(),
  told: z.array(z.string()).describe('The channels that were told of it.'),
  lastToldAt: instant.nullable(),
  mutedUntil: instant.nullable(),
})

/** All that there is to know of alerts, as `sluice alerts ls --json` prints it. */
export const ALERTS = z.object({
  open: z.array(ALERT),
  resolved: z.array(ALERT).describe('The newest first.'),
  channels: z.array(
    z.object({
      id: z.string(),
      type: z.enum(CHANNEL_TYPES),
      failingSince: instant.nullable(),
      lastError: z.string().nullable(),
      lastDeliveryAt: instant.nullable(),
      nextTryAt: instant.nullable(),
      waiting: count.describe('Messages that wait to be sent.'),
    }),
  ),
  rules: z.array(
    z.object({
      id: z.string(),
      on: z.enum(ALERT_KINDS),
      mapping: z.string().nullable(),
      above: z.union([z.string(), z.number()]).nullable(),
      channels: z.array(z.string()),
      mutes: z.array(MUTE),
    }),
  ),
})
