import { decide, writeMessage, type Decision } from '@sluice/alerts/core'
import type { AlertKind } from '@sluice/shared/domain'
import {
  listAlertRules,
  listChannelIds,
  listMutes,
  listOpenAlerts,
  readDatabaseTime,
  recordAlert,
  recordAlertKept,
  recordAlertMessages,
  recordAlertResolved,
  type Database,
  type Queryable,
} from '@sluice/shared/store'
import { readConditions } from './read-conditions.ts'

/** What deciding needs. */
export interface DecideDeps {
  readonly db: Database
  /** Where the console is; null where nobody has said. */
  readonly consoleUrl: string | null
}

/**
 * Looks at what is the case, and writes down which alerts begin, go on and end, together with the messages about that:
 * whoever dies before the end has done nothing, and once it is done somebody will send them. One process at a time;
 * false where another is at it.
 */
export function decideAlerts({ db, consoleUrl }: DecideDeps): Promise<boolean> {
  return db.exclusively('alerts', async () => {
    const [rules, open] = [await listAlertRules(db), await listOpenAlerts(db)]
    if (rules.length === 0 && open.length === 0) return
    const now = await readDatabaseTime(db)
    const kinds = new Set<AlertKind>(rules.map(({ on }) => on))
    const conditions = await readConditions(db, kinds, now)
    const channels = await listChannelIds(db)
    const mutes = await listMutes(db)
    const decisions = decide({ now, rules, channels, conditions, open, mutes })
    if (decisions.length === 0) return
    await db.transaction(async (tx) => {
      for (const decision of decisions) await recordDecision(tx, decision, { now, consoleUrl })
    })
  })
}

async function recordDecision(
  tx: Queryable,
  decision: Decision,
  occasion: { readonly now: Date; readonly consoleUrl: string | null },
): Promise<void> {
  const { alert, tell } = decision
  if (decision.kind === 'open') {
    const id = await recordAlert(tx, alert)
    if (id === null) return
    await recordAlertKept(tx, id, { ...alert, tell })
    const message = writeMessage({ ...alert, id }, { ...occasion, type: 'alert.opened' })
    return recordAlertMessages(tx, tell, message)
  }
  if (decision.kind === 'keep') {
    await recordAlertKept(tx, decision.alert.id, { ...alert, tell })
    const message = writeMessage(decision.alert, { ...occasion, type: decision.message })
    return recordAlertMessages(tx, tell, message)
  }
  if (!(await recordAlertResolved(tx, decision.alert.id))) return
  const message = writeMessage(decision.alert, { ...occasion, type: 'alert.resolved' })
  return recordAlertMessages(tx, tell, message)
}
