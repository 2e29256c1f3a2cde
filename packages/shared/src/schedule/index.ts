export { findNextRun } from './find-next-run.ts'
export { readCron, type Cron, type CronProblem } from './read-cron.ts'
