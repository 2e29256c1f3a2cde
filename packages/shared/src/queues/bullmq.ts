import { createRequire } from 'node:module'
import type * as BullMQ from 'bullmq'

// An import of CommonJS reads every file twice, for the names that it exports: a tenth of a second of each command.
const bullmq = createRequire(import.meta.url)('bullmq') as typeof BullMQ

export const { DelayedError, Queue, UnrecoverableError, WaitingError, Worker } = bullmq
export type Queue = BullMQ.Queue
