import type { Queue } from 'bullmq'
import type { SyncDocument } from '@sluice/shared/domain'
import { findNextRun } from '@sluice/shared/schedule'
import {
  countOpenDeadLetters,
  describeSync,
  listDestinations,
  listMappings,
  listSyncs,
  type Database,
  type DestinationRecord,
  type MappingRecord,
} from '@sluice/shared/store'
import type { SecretBox } from '@sluice/shared/secrets'

/** What the start page shows. A part whose server does not answer is null. */
export interface Overview {
  readonly control: ControlOverview | null
  readonly queues: readonly QueueOverview[] | null
}

export interface ControlOverview {
  readonly mappings: readonly MappingOverview[]
  readonly destinations: readonly Omit<DestinationRecord, 'writeKey'>[]
}

export interface MappingOverview {
  readonly mapping: MappingRecord
  /** When it will next sync by itself; null when it will not. */
  readonly nextRunAt: string | null
  /** The newest sync, running or ended; null before the first. */
  readonly lastSync: SyncDocument | null
  readonly openDeadLetters: number
}

export interface QueueOverview {
  readonly name: string
  readonly isPaused: boolean
  /** Somebody is connected to take its work. */
  readonly hasWorkers: boolean
  readonly waiting: number
  readonly active: number
  readonly delayed: number
  readonly failed: number
}

/** The console has no key for write keys and needs none of them. */
const CLOSED_SECRETS: SecretBox = {
  seal: () => {
    throw new Error('the console seals nothing')
  },
  open: () => '',
}

const PATIENCE_MS = 5_000

/** Asks the control database and Redis, each for a few seconds at most. */
export async function readOverview(db: Database, queues: readonly Queue[]): Promise<Overview> {
  const [control, counted] = await Promise.all([
    answerOrNull(readControl(db)),
    answerOrNull(Promise.all(queues.map(readQueue))),
  ])
  return { control, queues: counted }
}

async function readControl(db: Database): Promise<ControlOverview> {
  const [mappings, destinations, deadLetters] = await Promise.all([
    listMappings(db),
    listDestinations(db, CLOSED_SECRETS),
    countOpenDeadLetters(db),
  ])
  const now = new Date()
  const switchedOn = new Set(destinations.filter(({ enabled }) => enabled).map(({ id }) => id))
  return {
    destinations: destinations.map(({ writeKey: _closed, ...destination }) => destination),
    mappings: await Promise.all(
      mappings.map(async (mapping) => {
        const [last] = await listSyncs(db, { mapping: mapping.id, limit: 1 })
        const { enabled, schedule, destination } = mapping
        const runsItself = enabled && switchedOn.has(destination)
        return {
          mapping,
          nextRunAt:
            runsItself && schedule !== null ? (findNextRun(schedule, now)?.toISOString() ?? null) : null,
          lastSync: last === undefined ? null : describeSync(last),
          openDeadLetters: deadLetters.get(mapping.id) ?? 0,
        }
      }),
    ),
  }
}

async function readQueue(queue: Queue): Promise<QueueOverview> {
  const [counts, isPaused, workers] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.isPaused(),
    queue.getWorkersCount(),
  ])
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts
  return {
    name: queue.name,
    isPaused,
    hasWorkers: workers > 0,
    waiting: waiting + prioritized,
    active,
    delayed,
    failed,
  }
}

/** A server that is away may never answer: BullMQ waits for Redis as long as it takes. */
async function answerOrNull<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  try {
    return await Promise.race([answer.catch(() => null), patience])
  } finally {
    clearTimeout(timer)
  }
}
