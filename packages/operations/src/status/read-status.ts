import {
  isRunning,
  listUsageWarnings,
  type UsageWarning,
  type DestinationState,
  type Mapping,
  type Schedule,
  type SyncDocument,
} from '@sluice/shared/domain'
import { findNextRun } from '@sluice/shared/schedule'
import {
  countOpenDeadLetters,
  describeSync,
  listDestinations,
  listLastSyncs,
  listMappings,
  readDatabaseTime,
  readDestination,
  readUsage,
  type DestinationRecord,
  type Queryable,
  type SyncRecord,
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

/** What the Tracking API says of a destination. */
export interface DestinationStanding {
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

/** A destination with how it stands. */
export interface DestinationStatus extends DestinationStanding {
  /** What of its plan for the billing month that runs is used to 80 % or more. */
  readonly usageWarnings: readonly UsageWarning[]
}

/** How one mapping stands, or null. */
export async function readMappingStatus(
  { db }: DatabaseDeps,
  { mapping: id }: { readonly mapping: string },
): Promise<MappingStatus | null> {
  const [status] = await describeMappings(db, [id])
  return status ?? null
}

/** How these mappings stand, in the order of their ids. */
export async function readMappingStatuses(
  { db }: DatabaseDeps,
  { mappings }: { readonly mappings: readonly string[] },
): Promise<readonly MappingStatus[]> {
  return describeMappings(db, mappings)
}

/** How everything that is configured stands. */
export async function readStatus(deps: DatabaseDeps): Promise<StatusDocument> {
  const [mappings, destinations] = await Promise.all([
    describeMappings(deps.db, null),
    readDestinationStatuses(deps),
  ])
  return { mappings, destinations }
}

/** How every destination stands, in the order of their ids. */
export async function readDestinationStatuses({ db }: DatabaseDeps): Promise<readonly DestinationStatus[]> {
  const [destinations, usages] = await Promise.all([
    listDestinations(db, CLOSED_SECRETS),
    readDatabaseTime(db).then((at) => readUsage(db, { at })),
  ])
  return destinations.map((destination) => ({
    ...describeDestination(destination),
    usageWarnings: usages.filter(({ id }) => id === destination.id).flatMap(listUsageWarnings),
  }))
}

/** How one destination stands, or null. */
export async function readDestinationStanding(
  { db }: DatabaseDeps,
  { destination: id }: { readonly destination: string },
): Promise<DestinationStanding | null> {
  const destination = await readDestination(db, CLOSED_SECRETS, id)
  return destination === null ? null : describeDestination(destination)
}

function describeDestination(destination: DestinationRecord): DestinationStanding {
  return {
    id: destination.id,
    region: destination.region,
    enabled: destination.enabled,
    state: destination.state,
    since: destination.stateSince,
    reason: destination.stateReason,
    until: destination.stateUntil,
    lastError: destination.lastError,
    lastErrorAt: destination.lastErrorAt,
  }
}

/** How every mapping stands, or those of these ids: four questions, however many they are. */
async function describeMappings(
  db: Queryable,
  ids: readonly string[] | null,
): Promise<readonly MappingStatus[]> {
  if (ids?.length === 0) return []
  const [mappings, destinations, deadLetters, syncs] = await Promise.all([
    listMappings(db, ids),
    listDestinations(db, CLOSED_SECRETS),
    countOpenDeadLetters(db, ids),
    listLastSyncs(db, ids),
  ])
  const findNext = createNextRuns()
  const lastSyncs = new Map(syncs.map((sync) => [sync.mapping, sync]))
  const enabledDestinations = new Set(destinations.filter(({ enabled }) => enabled).map(({ id }) => id))
  return mappings.map((mapping) =>
    describeMapping(mapping, {
      isOn: enabledDestinations.has(mapping.destination),
      openDeadLetters: deadLetters.get(mapping.id) ?? 0,
      last: lastSyncs.get(mapping.id),
      findNext,
    }),
  )
}

/** The next runs of schedules from now on; many mappings have the same one, and a calendar is walked slowly. */
function createNextRuns(): (schedule: Schedule) => string | null {
  const now = new Date()
  const known = new Map<string, string | null>()
  return (schedule) => {
    const key = JSON.stringify(schedule)
    const found = known.get(key)
    if (found !== undefined) return found
    const next = findNextRun(schedule, now)?.toISOString() ?? null
    known.set(key, next)
    return next
  }
}

function describeMapping(
  { id, model, destination, action, enabled, schedule }: Mapping,
  {
    isOn,
    openDeadLetters,
    last,
    findNext,
  }: {
    /** Its destination is enabled. */
    readonly isOn: boolean
    readonly openDeadLetters: number
    /** Its newest sync. */
    readonly last: SyncRecord | undefined
    readonly findNext: (schedule: Schedule) => string | null
  },
): MappingStatus {
  const runs = enabled && isOn && schedule !== null
  return {
    id,
    model,
    destination,
    action,
    enabled,
    schedule,
    nextRunAt: runs ? findNext(schedule) : null,
    isRunning: last !== undefined && isRunning(last.status),
    openDeadLetters,
    lastSync: last === undefined ? null : describeSync(last),
  }
}
