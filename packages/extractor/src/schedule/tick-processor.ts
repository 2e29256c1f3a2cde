import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError, type ErrorCode } from '@sluice/shared/errors'
import {
  isAddedByHand,
  type ExtractPayload,
  type JobExecution,
  type TickPayload,
  type TypedQueue,
} from '@sluice/shared/queues'
import type { Logger } from '@sluice/shared/runtime'
import { findNextRun } from '@sluice/shared/schedule'
import {
  createSync,
  listSchedules,
  readDatabaseTime,
  takeScheduledRun,
  type Database,
  type Queryable,
  type ScheduledMapping,
} from '@sluice/shared/store'
import { RUN_PATIENCE_MS } from '../limits.ts'
import type { FlowMeter } from '../measure/index.ts'

// A run that meets one of these passes in silence: the next one comes.
const REASONS_TO_SKIP: readonly ErrorCode[] = [
  'sync_running',
  'mapping_disabled',
  'mapping_unknown',
  'destination_disabled',
]

interface TickDeps {
  readonly log: Pick<Logger, 'info'>
  readonly db: Database
  readonly extract: Pick<TypedQueue<ExtractPayload>, 'add'>
  readonly meter: Pick<FlowMeter, 'countTick'>
}

/**
 * The story of one scheduled run: start a sync, unless the mapping's last one still runs. A run is only a hint,
 * since it comes by the clock of whichever worker looked: whether a run is due, and whether somebody has started it
 * already, is for the control database to say.
 */
export function createTickProcessor(deps: TickDeps): (execution: JobExecution<TickPayload>) => Promise<void> {
  const { log, db, extract, meter } = deps
  return async ({ payload, jobId, signal }) => {
    const { mapping } = payload
    const run = isAddedByHand(jobId) ? 'by hand' : await waitForRun(db, mapping, signal)
    try {
      const sync = run === null ? null : await db.transaction((tx) => startRun(tx, mapping, run))
      if (sync !== null) await extract.add({ sync, step: 'run' })
      else log.info({ mapping }, 'scheduled run is not due: it came early, or twice')
      meter.countTick(sync === null ? 'early' : 'started')
    } catch (error) {
      if (!(error instanceof SluiceError) || !REASONS_TO_SKIP.includes(error.code)) throw error
      if (run !== null && run !== 'by hand') await takeScheduledRun(db, run)
      meter.countTick('skipped')
      log.info({ mapping, code: error.code }, 'scheduled run skipped')
    }
  }
}

/** The run of a mapping that is due, after waiting for one that nearly is; null when none is. */
async function waitForRun(
  db: Queryable,
  mapping: string,
  signal: AbortSignal,
): Promise<ScheduledMapping | null> {
  for (;;) {
    const [run] = await listSchedules(db, mapping)
    const due = run === undefined ? null : findNextRun(run.schedule, run.since)
    if (run === undefined || due === null) return null
    const earlyMs = due.getTime() - (await readDatabaseTime(db)).getTime()
    if (earlyMs <= 0) return run
    if (earlyMs > RUN_PATIENCE_MS) return null
    await sleep(earlyMs, undefined, { signal })
  }
}

/** The sync of a run, which is nobody else's from then on; null when it was somebody else's before. */
async function startRun(
  tx: Queryable,
  mapping: string,
  run: ScheduledMapping | 'by hand',
): Promise<string | null> {
  if (run !== 'by hand' && !(await takeScheduledRun(tx, run))) return null
  return (await createSync(tx, { mapping, origin: 'schedule' })).id
}
