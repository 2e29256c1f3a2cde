import { parseDurationMs, type Schedule } from '@sluice/shared/domain'
import { TICK_QUEUE, type TickPayload, type TypedQueue } from '@sluice/shared/queues'
import { findNextRun } from '@sluice/shared/schedule'
import { listMappings, listSchedules, recordSchedules, type Queryable } from '@sluice/shared/store'
import { RUN_OVERDUE_MS } from '../limits.ts'

/** The repeat options of a schedule, as BullMQ's job schedulers take them. */
export interface RepeatOptions {
  readonly every?: number
  readonly startDate?: number
  readonly pattern?: string
  readonly tz?: string
}

/**
 * An `every` schedule runs on a grid that starts with the epoch, and not at once:
 * whoever wants a sync now asks for one. null when the schedule has no run to come.
 */
export function planRepeat(schedule: Schedule, nowMs: number): RepeatOptions | null {
  const next = findNextRun(schedule, new Date(nowMs))
  if (next === null) return null
  if ('cron' in schedule) return { pattern: schedule.cron, tz: schedule.timezone ?? 'UTC' }
  const every = parseDurationMs(schedule.every)
  return every === null ? null : { every, startDate: next.getTime() }
}

/**
 * Makes the job schedulers what the mappings ask for; those that are right already are left alone, and one whose next
 * job Redis has lost, which would never run again, is begun anew. They hand out runs by the clocks of workers: one
 * that has not come though its run is due at `nowMs`, by the control database's clock, is handed out here.
 */
export async function reconcileSchedules(
  db: Queryable,
  tick: TypedQueue<TickPayload>,
  nowMs: number,
): Promise<void> {
  const wanted = (await listMappings(db)).flatMap(({ id, enabled, schedule }): readonly WantedSchedule[] => {
    const repeat = enabled && schedule !== null ? planRepeat(schedule, nowMs) : null
    return schedule === null || repeat === null ? [] : [{ mapping: id, schedule, repeat }]
  })
  await recordSchedules(db, wanted)
  await reconcileSchedulers(tick, wanted)
  for (const { mapping, schedule, since } of await listSchedules(db)) {
    const due = findNextRun(schedule, since)
    if (due !== null && nowMs - due.getTime() > RUN_OVERDUE_MS) await tick.putBack({ mapping })
  }
}

interface WantedSchedule {
  readonly mapping: string
  readonly schedule: Schedule
  readonly repeat: RepeatOptions
}

async function reconcileSchedulers(
  tick: TypedQueue<TickPayload>,
  schedules: readonly WantedSchedule[],
): Promise<void> {
  const wanted = new Map(schedules.map((schedule) => [TICK_QUEUE.jobId(schedule), schedule]))
  for (const known of await tick.raw.getJobSchedulers()) {
    const id = known.key
    const entry = wanted.get(id)
    if (entry === undefined) await tick.raw.removeJobScheduler(id)
    else if (!(await isArmed(tick, known))) await disarm(tick, known)
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

function isSame(
  repeat: RepeatOptions,
  known: { every?: number; pattern?: string | null; tz?: string | null },
): boolean {
  if (repeat.every !== undefined) return Number(known.every) === repeat.every
  return known.pattern === repeat.pattern && known.tz === repeat.tz
}
