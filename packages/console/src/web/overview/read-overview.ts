import type { Queue } from 'bullmq'
import { listItems, readHours, type HoursDocument, type StandingDocument } from '@sluice/operations'
import { readStanding } from '@sluice/operations/status/read-standing'
import type { Database } from '@sluice/shared/store'
import { PAGE_ROWS, type ListQuery } from '../parts/pager.tsx'

/** What the start page shows. A part whose server does not answer is null. */
export interface Overview {
  readonly control: ControlOverview | null
  readonly queues: readonly QueueOverview[] | null
}

/** What the control database says. */
export interface ControlOverview extends StandingDocument, HoursDocument {
  readonly sources: number
  readonly models: number
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

const PATIENCE_MS = 5_000
const HOURS = 24

/** Asks the control database and Redis, each for a few seconds at most; of the mappings one page is shown. */
export async function readOverview(
  { db, queues }: { readonly db: Database; readonly queues: readonly Queue[] },
  query: ListQuery,
  nowMs: number,
): Promise<Overview> {
  const [control, counted] = await Promise.all([
    answerOrNull(readControl(db, query, nowMs)),
    answerOrNull(Promise.all(queues.map(readQueue))),
  ])
  return { control, queues: counted }
}

async function readControl(
  db: Database,
  { search, cursor }: ListQuery,
  nowMs: number,
): Promise<ControlOverview> {
  const [standing, deliveries, sources, models] = await Promise.all([
    readStanding({ db }, { search: search === '' ? undefined : search, cursor, limit: PAGE_ROWS }),
    readHours({ db }, { hours: HOURS, nowMs }),
    listItems({ db }, { kind: 'source', limit: 1 }),
    listItems({ db }, { kind: 'model', limit: 1 }),
  ])
  return { ...standing, ...deliveries, sources: sources.total, models: models.total }
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
