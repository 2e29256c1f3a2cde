import {
  isRunning,
  type DestinationState,
  type Mapping,
  type Schedule,
  type SyncDocument,
} from '@sluice/shared/domain'
import { parseEnvironment } from '@sluice/shared/runtime'
import { findNextRun } from '@sluice/shared/schedule'
import {
  countOpenDeadLetters,
  describeSync,
  listDestinations,
  listMappings,
  listSyncs,
  type Database,
} from '@sluice/shared/store'
import { formatInstant } from '../output/format-sync.ts'
import { formatTable } from '../output/format-table.ts'
import { CLOSED_SECRETS } from './closed-secrets.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { withDatabase } from './with-database.ts'

/** What `sluice status --json` prints. */
export interface StatusDocument {
  readonly mappings: readonly MappingStatus[]
  readonly destinations: readonly DestinationStatus[]
}

interface MappingStatus extends Pick<
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

interface DestinationStatus {
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

/** `sluice status`: every mapping with its last sync, and every destination with its last error. */
export const defineStatus: DefineCommand = (program, shell) => {
  addCommand(program, 'status', {
    description: 'Show every mapping with its last sync, and every destination with its last error.',
    details: 'Needs DATABASE_URL. --json prints {mappings, destinations}.',
    examples: ['status', 'status --json'],
  }).action(async (options: CommonOptions) => {
    const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'])
    const status = await withDatabase(url, readStatus)
    shell.print(options.json ? JSON.stringify(status) : formatStatus(status))
  })
}

async function readStatus(db: Database): Promise<StatusDocument> {
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

function formatStatus({ mappings, destinations }: StatusDocument): string {
  if (mappings.length + destinations.length === 0)
    return 'nothing is configured yet: `sluice apply -f sluice.yaml`'
  const mappingTable = formatTable(
    [
      'MAPPING',
      'DESTINATION',
      'ENABLED',
      'SCHEDULE',
      'LAST SYNC',
      'STATUS',
      'EXTRACTED',
      'DELIVERED',
      'DEAD LETTERS',
    ],
    mappings.map(({ id, destination, enabled, schedule, lastSync, openDeadLetters }) => [
      id,
      destination,
      enabled,
      formatSchedule(schedule),
      formatInstant(lastSync?.startedAt ?? null),
      lastSync?.status ?? null,
      lastSync?.extracted ?? 0,
      lastSync?.delivered ?? 0,
      openDeadLetters,
    ]),
  )
  const destinationTable = formatTable(
    ['DESTINATION', 'REGION', 'ENABLED', 'LAST ERROR', 'AT'],
    destinations.map(({ id, region, enabled, lastError, lastErrorAt }) => [
      id,
      region,
      enabled,
      lastError,
      formatInstant(lastErrorAt),
    ]),
  )
  return `${mappingTable}\n${destinationTable}`
}

function formatSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'manual'
  if ('every' in schedule) return `every ${schedule.every}`
  return schedule.timezone === undefined ? schedule.cron : `${schedule.cron} ${schedule.timezone}`
}
