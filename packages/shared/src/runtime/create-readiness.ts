import { SluiceError, isError } from '../errors/index.ts'

/** Something that a process needs in order to work. */
export interface ReadinessCheck {
  /** Resolves when it is there; rejects with the code of what is missing. */
  readonly check: () => Promise<void>
  /** What is missing when the check takes too long. */
  readonly late: () => SluiceError
}

const PATIENCE_MS = 800

/**
 * Asks every check and throws the first failure, within a second, also of a server that
 * hangs. A check that has not ended is not begun again, so that nothing piles up while
 * a server is away. `onChange` learns of each new failure, once.
 */
export function createReadiness(
  checks: readonly ReadinessCheck[],
  onChange: (failure: SluiceError) => void,
  patienceMs = PATIENCE_MS,
): () => Promise<void> {
  const once = checks.map(({ check, late }) => ({ ask: shareRuns(check), late }))
  let lastCode: string | null = null

  return async () => {
    const outcomes = await Promise.allSettled(once.map(({ ask, late }) => raceLate(ask(), late, patienceMs)))
    const failure = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
    const error: unknown = failure?.reason ?? null
    const code = error instanceof SluiceError ? error.code : null
    if (error instanceof SluiceError && code !== lastCode) onChange(error)
    lastCode = code
    if (error !== null) throw isError(error) ? error : new Error('not ready')
  }
}

/** Has whoever asks while a run is under way wait for that one. */
function shareRuns(run: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined
  return () =>
    (underWay ??= run().finally(() => {
      underWay = undefined
    }))
}

async function raceLate(run: Promise<void>, late: () => SluiceError, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), patienceMs)
  })
  // Its own end may come when nobody waits any more.
  run.catch(() => {})
  await Promise.race([run, tooLate]).finally(() => clearTimeout(timer))
}
