import { readErrorKind } from '../errors/index.ts'
import { Deferral } from './interruptions.ts'

const TRANSIENT_DELAY_MS = 1_000
const TRANSIENT_DELAY_LIMIT_MS = 30_000

/** How long a job shall wait, or null when the error is not one that passes by itself. */
export function readDelayMs(error: unknown, starts: number): number | null {
  if (error instanceof Deferral) return error.delayMs
  if (readErrorKind(error) !== 'transient') return null
  const delayMs = Math.min(TRANSIENT_DELAY_MS * 2 ** Math.min(starts - 1, 10), TRANSIENT_DELAY_LIMIT_MS)
  return delayMs * (0.5 + Math.random() / 2)
}
