export {
  ASK_QUEUES,
  type AskPurpose,
  DEAD_LETTER_QUEUE,
  DEFAULT_QUEUE_PREFIX,
  EXTRACT_QUEUE,
  MAP_QUEUE,
  QUEUES,
  SEND_QUEUE,
  TICK_QUEUE,
  type AskPayload,
  type ChunkName,
  type DeadLetterPayload,
  type ExtractPayload,
  type MapPayload,
  type QueueDefinition,
  type SendPayload,
  type TickPayload,
} from './catalog.ts'
export { decodeDeltas, encodeDeltas, parseDelta, readRawDelta, type RawDelta } from './chunk-payload.ts'
export { decodeLetterDelta, encodeLetterDelta, type LetterDelta } from './letter-delta.ts'
export { hashUser } from './hash-user.ts'
export { parseExact } from './parse-exact.ts'
export {
  createEventEncoder,
  decodeEvents,
  encodeEvents,
  type EncodedEvents,
  type EventEncoder,
  type EventHead,
  type InvalidHead,
  type Leftovers,
  type MappedEvent,
} from './event-payload.ts'
export { openQueue, type JobStanding, type QueueConnection, type TypedQueue } from './open-queue.ts'
export { createPayloads, createPayloadOwner, type PayloadOwner, type Payloads } from './payloads.ts'
export {
  checkRedis,
  closeRedis,
  connectRedis,
  cutRedis,
  formatRedis,
  listPrimaries,
  parseRedisUrl,
  type ConnectRedisOptions,
  type RedisConnection,
} from './redis/index.ts'
export { Deferral, LONGEST_DEFERRAL_MS, LeaseLost, Parking, Refusal } from './interruptions.ts'
export { createJobLease, type JobLease } from './job-lease.ts'
export { isAddedByHand } from './parse-job.ts'
export { readStoreTime } from './read-store-time.ts'
export {
  createProgress,
  decodeProgress,
  createProgressOwner,
  encodeProgress,
  listGoneOut,
  readGoneOut,
  type GoneOut,
  type SendProgress,
} from './send-progress.ts'
export { startWorker, type JobExecution, type RunningWorker, type WorkerOptions } from './start-worker.ts'
export type { JobOutcome, ObservedJob, WorkerObserver } from './worker-observer.ts'
