import { isRunning, type DestinationState, type Mapping, type SyncDocument } from '@sluice/shared/domain'
import { findNextRun } from '@sluice/shared/schedule'
import {
  countOpenDeadLetters,
  countOpenOrdered,
  describeSync,
  listDestinations,
  listMappings,
  listSyncs,
  readMapping,
  type Queryable,
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

/** How one mapping stands, or null. */
export async function readMappingStatus(
  { db }: DatabaseDeps,
  { mapping: id }: { readonly mapping: string },
): Promise<MappingStatus | null> {
  const mapping = await readMapping(db, id)
  if (mapping === null) return null
  const [destinations, open] = await Promise.all([
    listDestinations(db, CLOSED_SECRETS),
    countOpenOrdered(db, { mapping: id }),
  ])
  const isOn = destinations.some((each) => each.id === mapping.destination && each.enabled)
  return describeMapping(db, mapping, isOn, open)
}

/** How everything that is configured stands. */
export async function readStatus({ db }: DatabaseDeps): Promise<StatusDocument> {
  const [mappings, destinations, deadLetters] = await Promise.all([
    listMappings(db),
    listDestinations(db, CLOSED_SECRETS),
    countOpenDeadLetters(db),
  ])
  const enabledDestinations = new Set(destinations.filter(({ enabled }) => enabled).map(({ id }) => id))
  return {
    mappings: await Promise.all(
      mappings.map((mapping) =>
        describeMapping(
          db,
          mapping,
          enabledDestinations.has(mapping.destination),
          deadLetters.get(mapping.id) ?? 0,
        ),
      ),
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

async function describeMapping(
  db: Queryable,
  { id, model, destination, action, enabled, schedule }: Mapping,
  isDestinationOn: boolean,
  openDeadLetters: number,
): Promise<MappingStatus> {
  const [last] = await listSyncs(db, { mapping: id, limit: 1 })
  const runs = enabled && isDestinationOn && schedule !== null
  return {
    id,
    model,
    destination,
    action,
    enabled,
    schedule,
    nextRunAt: runs ? (findNextRun(schedule, new Date())?.toISOString() ?? null) : null,
    isRunning: last !== undefined && isRunning(last.status),
    openDeadLetters,
    lastSync: last === undefined ? null : describeSync(last),
  }
}
