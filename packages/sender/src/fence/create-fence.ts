import { readWantedChunks, type Queryable } from '@sluice/shared/store'
import { PERMIT_LIFE_MS, type Claim, type Fence } from './fence.ts'
import { startTimer } from './start-timer.ts'

/**
 * A fence over the control database, which knows what is wanted, and the locks of the jobs.
 * An answer is younger than what is left of each lock, so nobody else can have taken the
 * job, have settled its chunk and have let the next sync begin while it is fresh: a process
 * that was stopped for so long that its jobs went to another finds its answers stale.
 */
export function createFence(db: Queryable, startTime = startTimer): Fence {
  return {
    async ask(claims) {
      const readAgeMs = startTime()
      const asked = [...claims]
      const wanted = await readWantedChunks(db, asked)
      const readAnswerAgeMs = startTime()
      const leftMs = await Promise.all(asked.map(({ lease }) => lease.readLeftMs()))
      const allowed = new Set<Claim>(
        asked.filter((claim, index) => wanted.has(claim) && (leftMs[index] ?? 0) > PERMIT_LIFE_MS),
      )
      return {
        allows: (claim) => allowed.has(claim),
        isFresh: () => readAgeMs() < PERMIT_LIFE_MS,
        readNow: () => wanted.atMs + readAnswerAgeMs(),
      }
    },
  }
}
