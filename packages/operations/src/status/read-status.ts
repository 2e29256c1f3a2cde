import { isRunning, type DestinationState, type Mapping, type SyncDocument } from '@sluice/shared/domain'
import { findNextRun } from '@sluice/shared/schedule'
import {
  countOpenDeadLetters,
  describeSync,
  listDestinations,
  listMappings,
  listSyncs,
} from '@sluice/shared/store'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
import type { DatabaseDeps } from '../deps.ts'

/** Everything that is configured, in a stable order, with how it stands. */
export interface StatusDocument {
  readonly mappings: readonly MappingStatus[]
  readonly destinations: readonly DestinationStatus[]
}

/** A mapping with how it stands. */
export interface MappingStatus extends Pick<
  Mapping,
  'id' | 'model' | 'destination' | 'action' | 'enabled' | 'schedule'
> {
  readonly isRunning: boolean
  /** When it will next sync by itself; null when it will not. */
  readonly nextRunAt: string | null
  readonly openDeadLetters: number
  /** The newest sync, running or ended; null before the first. */
  readonly lastSync: SyncDocument | null
}

/** A destination with how it stands. */
export interface DestinationStatus {
  readonly id: string
  readonly region: string
  readonly enabled: boolean
  readonly state: DestinationState
  readonly since: string
  readonly reason: string | null
  /** When the next try will be, while events wait. */
  readonly until: string | null
  readonly lastError: string | null
  readonly lastErrorAt: string | null
}

/** How everything that is configured stands. */
export async function readStatus({ db }: DatabaseDeps): Promise<StatusDocument> {
  const [mappings, destinations, deadLetters] = await Promise.all([
    listMappings(db),
    listDestinations(db, CLOSED_SECRETS),
    countOpenDeadLetters(db),
  ])
  const now = new Date()
  const enabledDestinations = new Set(destinations.filter(({ enabled }) => enabled).map(({ id }) => id))
  return {
    mappings: await Promise.all(
      mappings.map(async ({ id, model, destination, action, enabled, schedule }) => {
        const [last] = await listSyncs(db, { mapping: id, limit: 1 })
        return {
          id,
          model,
          destination,
          action,
          enabled,
          schedule,
          nextRunAt:
            enabled && schedule !== null && enabledDestinations.has(destination)
              ? (findNextRun(schedule, now)?.toISOString() ?? null)
              : null,
          isRunning: last !== undefined && isRunning(last.status),
          openDeadLetters: deadLetters.get(id) ?? 0,
          lastSync: last === undefined ? null : describeSync(last),
        }
      }),
    ),
    destinations: destinations.map((destination) => ({
      id: destination.id,
      region: destination.region,
      enabled: destination.enabled,
      state: destination.state,
      since: destination.stateSince,
      reason: destination.stateReason,
      until: destination.stateUntil,
      lastError: destination.lastError,
      lastErrorAt: destination.lastErrorAt,
    })),
  }
}
