import { parseDurationMs, type Mapping, type Schedule } from '@sluice/shared/domain'
import { TICK_QUEUE, type TickPayload, type TypedQueue } from '@sluice/shared/queues'
import { findNextRun } from '@sluice/shared/schedule'
import { listMappings, type Queryable } from '@sluice/shared/store'

/** The repeat options of a schedule, as BullMQ's job schedulers take them. */
export interface RepeatOptions {
  readonly every?: number
  readonly startDate?: number
  readonly pattern?: string
  readonly tz?: string
}

/**
 * An `every` schedule beats on a grid that starts with the epoch, and not at once: whoever wants a sync now asks for one.
 * null when the schedule has no run to come.
 */
export function planRepeat(schedule: Schedule, nowMs: number): RepeatOptions | null {
  const next = findNextRun(schedule, new Date(nowMs))
  if (next === null) return null
  if ('cron' in schedule) return { pattern: schedule.cron, tz: schedule.timezone ?? 'UTC' }
  const every = parseDurationMs(schedule.every)
  return every === null ? null : { every, startDate: next.getTime() }
}

/**
 * Makes the job schedulers what the mappings ask for at `nowMs`, which is no worker's clock; those that are right already are left alone. One
 * whose next job Redis has lost would never run again, and one that leaves out its next run (a worker's clock was ahead) would miss it: both are
 * begun anew.
 */
export async function reconcileSchedules(
  db: Queryable,
  tick: TypedQueue<TickPayload>,
  nowMs: number,
): Promise<void> {
  const wanted = new Map<string, WantedScheduler>()
  for (const mapping of await listMappings(db)) {
    const repeat = readRepeat(mapping, nowMs)
    if (repeat !== null)
      wanted.set(TICK_QUEUE.jobId({ mapping: mapping.id }), {
        mapping: mapping.id,
        repeat,
        dueMs: findDueMs(mapping, nowMs),
      })
  }

  for (const known of await tick.raw.getJobSchedulers()) {
    const id = known.key
    const entry = wanted.get(id)
    if (entry === undefined) await tick.raw.removeJobScheduler(id)
    else if (!(await isArmed(tick, known)) || leavesOut(known, entry.dueMs, nowMs)) await disarm(tick, known)
    else if (isSame(entry.repeat, known)) wanted.delete(id)
  }
  for (const [id, { mapping, repeat }] of wanted) {
    await tick.raw.upsertJobScheduler(id, repeat, {
      name: TICK_QUEUE.name,
      data: { mapping },
      opts: TICK_QUEUE.options,
    })
  }
}

interface WantedScheduler {
  readonly mapping: string
  readonly repeat: RepeatOptions
  readonly dueMs: number
}

function findDueMs({ schedule }: Mapping, nowMs: number): number {
  return (schedule === null ? null : findNextRun(schedule, new Date(nowMs)))?.getTime() ?? Infinity
}

// A run that is as near as this may have been taken by a worker whose clock is a little ahead.
const LEEWAY_MS = 120_000

function leavesOut({ next = 0 }: KnownScheduler, dueMs: number, nowMs: number): boolean {
  return next > dueMs && dueMs - nowMs > LEEWAY_MS
}

interface KnownScheduler {
  readonly key: string
  readonly next?: number
}

async function isArmed(tick: TypedQueue<TickPayload>, known: KnownScheduler): Promise<boolean> {
  const { state } = await tick.readState(nextJobId(known))
  return state !== 'unknown' && state !== 'failed' && state !== 'completed'
}

async function disarm(tick: TypedQueue<TickPayload>, known: KnownScheduler): Promise<void> {
  await tick.raw.removeJobScheduler(known.key)
  // What is left of the job would stand in the way of another of its name.
  await tick.raw.remove(nextJobId(known))
}

/** How BullMQ names the job that a scheduler has added last. */
function nextJobId({ key, next }: KnownScheduler): string {
  return `repeat:${key}:${next ?? ''}`
}

function readRepeat(mapping: Mapping, nowMs: number): RepeatOptions | null {
  return mapping.enabled && mapping.schedule !== null ? planRepeat(mapping.schedule, nowMs) : null
}

function isSame(
  repeat: RepeatOptions,
  known: { every?: number; pattern?: string | null; tz?: string | null },
): boolean {
  if (repeat.every !== undefined) return Number(known.every) === repeat.every
  return known.pattern === repeat.pattern && known.tz === repeat.tz
}
