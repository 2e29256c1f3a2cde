import { setTimeout as wait } from 'node:timers/promises'
import { createSeededRandom } from '@sluice/emulator/server'
import { startSync } from './disturb.ts'
import type { Soak } from './open-soak.ts'

const PAUSE_MIN_MS = 500
const PAUSE_SPREAD_MS = 2_500

/** Somebody who starts syncs by hand, of any of the mappings, until it is stopped; resolves to how many it started. */
export function startHand(
  soak: Soak,
  mappings: readonly string[],
  seed: number,
): { stop(): Promise<number> } {
  const random = createSeededRandom(seed)
  const stopping = new AbortController()
  const run = async (): Promise<number> => {
    let started = 0
    while (!stopping.signal.aborted) {
      const mapping = mappings[Math.floor(random() * mappings.length)]!
      // The control database is away at times.
      if ((await startSync(soak, mapping, 'manual').catch(() => null)) !== null) started += 1
      await wait(PAUSE_MIN_MS + random() * PAUSE_SPREAD_MS, undefined, { signal: stopping.signal }).catch(
        () => undefined,
      )
    }
    return started
  }
  const ended = run()
  return {
    stop() {
      stopping.abort()
      return ended
    },
  }
}
