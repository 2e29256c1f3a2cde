import { formatWaiting, type SyncDocument } from '@sluice/shared/domain'

/** A shorter wait is part of every sync, and not worth a line. */
const SHORT_WAIT_MS = 5_000

/** Looks at a sync again and again: says once what it waits for, again when that changes, and that it goes on. */
export function createWaitingNotes(
  say: (line: string) => void,
  now: () => number = Date.now,
): (sync: SyncDocument) => void {
  let told: string | null = null
  return ({ mapping, status, waiting }) => {
    const reason = waiting?.reason ?? null
    if (reason === told) return
    // Of a sync that nobody has taken yet, another line tells.
    if (waiting !== null && (status === 'queued' || now() - Date.parse(waiting.since) < SHORT_WAIT_MS)) return
    if (waiting !== null) say(`${mapping}: ${formatWaiting(waiting, now())}`)
    else say(`${mapping}: goes on`)
    told = reason
  }
}
