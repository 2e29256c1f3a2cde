/**
 * No job is put off for longer, whoever asks for it: the longest hold of a write key,
 * and the spread of what comes back after it.
 */
export const LONGEST_DEFERRAL_MS = 330_000

/**
 * Thrown by a processor to have its job again not before `delayMs` have passed; costs no attempt.
 * A delay and no instant: the clock of this machine may be wrong, and others will judge by it.
 */
export class Deferral extends Error {
  override readonly name = 'Deferral'
  readonly delayMs: number

  constructor(delayMs: number, reason: string) {
    super(reason)
    this.delayMs = delayMs
  }
}

/** Thrown by a processor to have its job lie under Failed, with this reason, until a person presses Retry. */
export class Parking extends Error {
  override readonly name = 'Parking'
}

/** Thrown by a processor that finds its job in another worker's hands: it leaves everything as it is. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor() {
    super('another worker has this job now')
  }
}

/**
 * Thrown for a job whose data are not what it was made with: somebody has changed them
 * in Redis. Nothing is done with it; what it stood for is put back by the sweep.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
