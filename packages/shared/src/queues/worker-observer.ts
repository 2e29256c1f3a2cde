/** How an execution of a job ended. */
export type JobOutcome = 'completed' | 'deferred' | 'handed back' | 'parked' | 'left' | 'refused' | 'failed'

/** Which job an observer is told of: its id, and what of its payload leads from a sync to it. */
export interface ObservedJob {
  readonly jobId: string
  readonly sync?: string
  readonly chunk?: number
}

/** Told about every job of a worker; the runtime logs and measures with it. */
export interface WorkerObserver {
  /** Returns what to call when the execution has ended. */
  started(queue: string, job: ObservedJob): (outcome: JobOutcome) => void
  /** `untilMs` is an instant of the store's clock. */
  deferred(queue: string, job: ObservedJob, reason: Error, untilMs: number): void
  /** Of a job whose data somebody has changed. */
  refused(queue: string, job: ObservedJob, reason: Error): void
  failed(queue: string, job: ObservedJob, error: unknown): void
  stalled(queue: string): void
  /** A job of which Redis no longer knows what it is for. */
  lost(queue: string, job: ObservedJob): void
}
