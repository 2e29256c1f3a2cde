import type { JobLease } from '@sluice/shared/queues'

/** The chunk of a job, as each of its events names it on its way: what may be posted only while it is wanted. */
export interface Claim {
  readonly sync: string
  readonly chunk: number
  readonly lease: Pick<JobLease, 'readLeftMs'>
}

/** Answers whether chunks are still wanted. */
export interface Fence {
  /** Asks the control database and Redis, once for all of the claims; rejects when one of them does not answer. */
  ask(claims: ReadonlySet<Claim>): Promise<Permit>
}

/**
 * How long an answer that events are wanted is relied upon, until the last byte of their
 * request is handed to the network. Far longer than a request takes to be written; far shorter
 * than the half minute that the lock of a job has left at least while its process runs.
 */
export const PERMIT_LIFE_MS = 5_000

/** What was answered, for as long as it can be relied upon. */
export interface Permit {
  /** True for a chunk that nobody has settled, whose sync delivers, and whose job was this process's own. */
  allows(claim: Claim): boolean
  /** False once so much time has passed since the question that it has to be asked again. */
  isFresh(): boolean
  /** The instant now (epoch) by the clock of the control database. */
  readNow(): number
}
