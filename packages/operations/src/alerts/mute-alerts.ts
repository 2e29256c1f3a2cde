import { formatDurationMs, parseDurationMs } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import {
  listAlertRules,
  recordAudit,
  recordMute,
  refuseUnknownConfig,
  removeMute,
  type Queryable,
} from '@sluice/shared/store'
import type { Actor, DatabaseDeps } from '../deps.ts'
import { describeMute, type MuteDocument } from './list-alerts.ts'

/** Which rule, and of what: of one mapping or destination, or of everything. */
export interface MuteInput {
  readonly rule: string
  readonly mapping?: string | undefined
  readonly destination?: string | undefined
}

const LIMIT_MS = 90 * 86_400_000

/**
 * Has nobody told of a rule for a while, such as `8h`. Fails with `rule_unknown`, `mapping_unknown` or
 * `destination_unknown`, and with `usage_invalid` for a length of time that is none, or is more than 90 days.
 */
export async function muteAlerts(
  { db }: DatabaseDeps,
  { for: length, ...input }: MuteInput & { readonly for: string },
  actor: Actor,
): Promise<MuteDocument> {
  const forMs = parseDurationMs(length)
  if (forMs === null || forMs > LIMIT_MS) {
    const most = formatDurationMs(LIMIT_MS)
    throw new SluiceError(
      'usage_invalid',
      `a mute lasts a length of time such as 1h, 8h or 7d, ${most} at most`,
    )
  }
  const subject = await readSubject(db, input)
  return db.transaction(async (tx) => {
    const until = await recordMute(tx, { rule: input.rule, subject, forMs, by: actor })
    const after = { subject, until: until.toISOString() }
    await recordAudit(tx, { actor, action: 'muted', kind: 'rule', id: input.rule, before: null, after })
    return describeMute({ rule: input.rule, subject, until, by: actor })
  })
}

/** Has people told again; false where nothing was muted so. Fails as `muteAlerts` does. */
export async function unmuteAlerts(
  { db }: DatabaseDeps,
  input: MuteInput,
  actor: Actor,
): Promise<{ readonly rule: string; readonly unmuted: boolean }> {
  const subject = await readSubject(db, input)
  const unmuted = await db.transaction(async (tx) => {
    const isRemoved = await removeMute(tx, { rule: input.rule, subject })
    if (isRemoved) {
      const before = { subject }
      await recordAudit(tx, { actor, action: 'unmuted', kind: 'rule', id: input.rule, before, after: null })
    }
    return isRemoved
  })
  return { rule: input.rule, unmuted }
}

async function readSubject(db: Queryable, { rule, mapping, destination }: MuteInput): Promise<string | null> {
  const rules = await listAlertRules(db)
  if (!rules.some(({ id }) => id === rule)) return refuseUnknownConfig(db, 'rule', rule)
  if (mapping !== undefined && destination !== undefined)
    throw new SluiceError('usage_invalid', 'a mute is of a mapping or of a destination, not of both')
  const [kind, id] =
    mapping === undefined ? (['destination', destination] as const) : (['mapping', mapping] as const)
  if (id === undefined) return null
  await refuseUnknown(db, kind, id)
  return `${kind}/${id}`
}

async function refuseUnknown(db: Queryable, kind: 'mapping' | 'destination', id: string): Promise<void> {
  const { rowCount } = await db.query(`select from sluice.${kind}s where id = $1`, [id])
  if (rowCount !== 1) await refuseUnknownConfig(db, kind, id)
}
