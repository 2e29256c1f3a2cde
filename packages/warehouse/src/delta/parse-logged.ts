import type { LoggedChange } from '@sluice/shared/domain'

/** So many changes of one record are told, the newest. */
export const LOGGED_LIMIT = 500

/** A line of the sync log; `ms` since 1970. */
export interface LoggedColumns extends Omit<LoggedChange, 'at'> {
  readonly ms: number
}

/** A line of the sync log as the story of a record takes it. */
export function parseLogged({ ms, ...change }: LoggedColumns): LoggedChange {
  return { ...change, at: new Date(ms).toISOString() }
}
