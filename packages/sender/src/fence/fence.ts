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

/** What was answered, for as long as it can be relied upon. */
export interface Permit {
  /** True for a chunk that nobody has settled, whose sync delivers, and whose job was this process's own. */
  allows(claim: Claim): boolean
  /** False once so much time has passed since the question that it has to be asked again. */
  isFresh(): boolean
  /** The instant now (epoch) by the clock of the control database. */
  readNow(): number
}
