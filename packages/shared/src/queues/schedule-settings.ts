import type { AdvancedOptions } from 'bullmq'
import { findNextRun } from '../schedule/index.ts'

/**
 * How BullMQ finds the next run of a cron: as everyone else here does. Its own way leaves
 * out runs at changes of time. Queues need it to begin a schedule, workers to go on with it.
 */
export const SCHEDULE_SETTINGS: AdvancedOptions = {
  repeatStrategy: (afterMs, { pattern = '', tz = 'UTC' }) =>
    findNextRun({ cron: pattern, timezone: tz }, new Date(afterMs))?.getTime(),
}
