import type { Job } from 'bullmq'
import type { ObservedJob } from './worker-observer.ts'

/** Payloads of every queue of the flow name their sync, those behind the extractor their chunk. */
export function observeJob({
  id = '',
  data,
}: Job<{ readonly sync?: unknown; readonly chunk?: unknown }>): ObservedJob {
  return {
    jobId: id,
    ...(typeof data?.sync === 'string' ? { sync: data.sync } : {}),
    ...(typeof data?.chunk === 'number' ? { chunk: data.chunk } : {}),
  }
}
