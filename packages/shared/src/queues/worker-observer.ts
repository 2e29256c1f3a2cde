/** How an execution of a job ended. */
export type JobOutcome = 'completed' | 'deferred' | 'handed back' | 'parked' | 'failed'

/** Told about every job of a worker; the runtime logs and measures with it. */
export interface WorkerObserver {
  /** Returns what to call when the execution has ended. */
  started(queue: string): (outcome: JobOutcome) => void
  deferred(queue: string, jobId: string, reason: Error, untilMs: number): void
  failed(queue: string, jobId: string, error: unknown): void
  stalled(queue: string): void
}
