import { setTimeout as wait } from 'node:timers/promises'
import { formatCause } from './format-cause.ts'

const POLL_MS = 25

/**
 * Asks `probe` again and again until it answers `ready`; a probe that throws was too early. Answers
 * `exited` when `hasExited` says so, `late` with the last complaint when `patienceMs` are over.
 */
export async function waitUntilReady(options: {
  readonly probe: () => Promise<boolean>
  readonly hasExited: () => boolean
  readonly patienceMs: number
}): Promise<{ readonly outcome: 'ready' | 'exited' | 'late'; readonly complaint: string }> {
  const startedAt = performance.now()
  let complaint = 'it does not answer'
  while (performance.now() - startedAt < options.patienceMs) {
    if (options.hasExited()) return { outcome: 'exited', complaint }
    try {
      if (await options.probe()) return { outcome: 'ready', complaint: '' }
    } catch (error) {
      complaint = formatCause(error)
    }
    await wait(POLL_MS)
  }
  return { outcome: 'late', complaint }
}
