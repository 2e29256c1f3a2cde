import {
  RUNNING_SYNC_STATUSES,
  listStatusesBefore,
  type SyncEvent,
  type SyncStatus,
} from '../../domain/index.ts'

/** The statuses from which an event leads on, as SQL: of others the statement finds no row and changes nothing. */
export function before(event: SyncEvent): string {
  return formatList(listStatusesBefore(event))
}

/** The running statuses of a sync, as SQL. */
export const RUNNING = formatList(RUNNING_SYNC_STATUSES)

function formatList(statuses: readonly SyncStatus[]): string {
  return `(${statuses.map((status) => `'${status}'`).join(', ')})`
}
