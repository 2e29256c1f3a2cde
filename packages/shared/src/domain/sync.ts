import type { ErrorCode } from '../errors/index.ts'
import type { Forecast } from './forecast.ts'
/** Where a sync stands. The first four are running; the last four are final. */
export type SyncStatus =
  | 'queued'
  | 'staging'
  | 'delivering'
  | 'committing'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'canceled'

export const RUNNING_SYNC_STATUSES: readonly SyncStatus[] = ['queued', 'staging', 'delivering', 'committing']

/** True while a sync holds its mapping's one running place. */
export function isRunning(status: SyncStatus): boolean {
  return RUNNING_SYNC_STATUSES.includes(status)
}

/**
 * What started a sync. A `baseline` takes the model as sent and sends nothing; a
 * `requeue` sends dead letters again and looks at no model; a `dry_run` sends nothing, changes nothing, and says what
 * the next one would send.
 */
export type SyncOrigin = (typeof SYNC_ORIGINS)[number]

export const SYNC_ORIGINS = ['manual', 'schedule', 'baseline', 'requeue', 'dry_run'] as const

/**
 * What became of a slice of deltas; the accounting of a chunk or of a whole sync.
 * `skipped` fired no trigger or did not pass the filter, `invalid` became dead letters before sending,
 * `delivered` were accepted by the Tracking API, `dead` became dead letters when sent.
 */
export interface Outcome {
  readonly skipped: number
  readonly invalid: number
  readonly delivered: number
  readonly dead: number
}

/** Why a running sync does not get on at the moment, since when, and when the next try will be, if anybody knows. */
export interface Waiting {
  readonly reason: string
  readonly since: string
  readonly until: string | null
}

/** The document about a sync that `sluice sync` and `sluice syncs` print with --json. */
export interface SyncDocument extends Outcome {
  readonly id: string
  readonly mapping: string
  readonly status: SyncStatus
  readonly origin: SyncOrigin
  /** The same, under the name that it had in version 0.1; goes with 0.3. */
  readonly trigger: SyncOrigin
  /** Deltas staged: added + updated + deleted + rows without a usable identifier; of a requeue, the letters taken. */
  readonly extracted: number
  readonly added: number
  readonly updated: number
  readonly deleted: number
  /** extracted - skipped - invalid - delivered - dead */
  readonly inFlight: number
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** null while it gets on, and once it has ended. */
  readonly waiting: Waiting | null
  readonly error: string | null
  /** What it failed of, in a word of docs/errors.md. */
  readonly errorCode: ErrorCode | null
  /** Of a dry run alone, all of whose other counts are 0: what the next sync would send; null until it is known. */
  readonly forecast?: Forecast | null
}
