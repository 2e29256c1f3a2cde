import { setTimeout as wait } from 'node:timers/promises'
import { startProcess, type SluiceProgram, type StartedProcess } from '@sluice/cli/testing'
import { PARTS, type Part, type WorkerId } from './disturbance.ts'
import { readPeakBytes } from './read-peak-bytes.ts'

/** Workers as processes, each of which is started again when it ends, as a supervisor would. */
export interface Crew {
  readonly ids: readonly WorkerId[]
  /** SIGKILL; it is started again after `forMs`. False when there was none to kill. */
  kill(worker: WorkerId, forMs: number): boolean
  /** SIGSTOP, and SIGCONT after `forMs`. False when there was none, or it stood still already. */
  freeze(worker: WorkerId, forMs: number): boolean
  /** Lets everybody go on who stands still. */
  thaw(): void
  /** Resolves when every worker is ready. */
  waitUntilReady(): Promise<void>
  /** The most that a process of each kind was ever resident. */
  peakBytes(): Readonly<Record<Part, number>>
  /** What ended though nobody killed it: its name and its last words. */
  ends(): readonly string[]
  stop(): Promise<void>
}

export interface CrewOptions {
  readonly program: SluiceProgram
  /** Of each kind. */
  readonly workers: number
  /** The environment of a worker of a kind. */
  readonly env: (part: Part) => Readonly<Record<string, string>>
  readonly onLine: (worker: WorkerId, line: string) => void
}

interface Place {
  readonly id: WorkerId
  readonly part: Part
  process: StartedProcess | null
  /** Set by a kill: until when nobody is started. */
  awayMs: number | null
  thawing: NodeJS.Timeout | null
}

const RESTART_MS = 500
const WATCH_MS = 500

/** Starts the workers; they come up while this returns. */
export function openCrew(options: CrewOptions): Crew {
  const places = PARTS.flatMap((part) =>
    Array.from({ length: options.workers }, (_, index): Place => {
      const id: WorkerId = `${part}-${index + 1}`
      return { id, part, process: null, awayMs: null, thawing: null }
    }),
  )
  const peaks: Record<Part, number> = { extractor: 0, mapper: 0, sender: 0 }
  const ends: string[] = []
  const stopping = new AbortController()

  const keepRunning = async (place: Place): Promise<void> => {
    while (!stopping.signal.aborted) {
      let lastLine = ''
      const onLine = (line: string): void => options.onLine(place.id, (lastLine = line))
      try {
        const env = options.env(place.part)
        place.process = await startProcess(
          options.program,
          ['start', place.part],
          env,
          'worker ready',
          onLine,
        )
      } catch {
        // While a server is away nobody comes up, and a supervisor tries again.
        await wait(RESTART_MS)
        continue
      }
      if (stopping.signal.aborted) return place.process.stop()
      await place.process.ended
      place.process = null
      letGo(place)
      if (stopping.signal.aborted) return
      if (place.awayMs === null) ends.push(`${place.id}: ${lastLine}`)
      await wait(place.awayMs ?? RESTART_MS)
      place.awayMs = null
    }
  }
  const letGo = (place: Place): void => {
    if (place.thawing === null) return
    clearTimeout(place.thawing)
    place.thawing = null
    if (place.process !== null) process.kill(place.process.pid, 'SIGCONT')
  }
  const find = (id: WorkerId): Place | undefined => places.find((place) => place.id === id)

  const running = places.map((place) => keepRunning(place))
  const watching = setInterval(() => {
    for (const place of places)
      if (place.process !== null)
        peaks[place.part] = Math.max(peaks[place.part], readPeakBytes(place.process.pid))
  }, WATCH_MS)

  return {
    ids: places.map(({ id }) => id),
    kill(id, forMs) {
      const place = find(id)
      if (place === undefined || place.process === null || place.awayMs !== null) return false
      place.awayMs = forMs
      process.kill(place.process.pid, 'SIGKILL')
      return true
    },
    freeze(id, forMs) {
      const place = find(id)
      if (place === undefined || place.process === null || place.awayMs !== null || place.thawing !== null)
        return false
      process.kill(place.process.pid, 'SIGSTOP')
      place.thawing = setTimeout(() => letGo(place), forMs)
      return true
    },
    thaw() {
      for (const place of places) letGo(place)
    },
    async waitUntilReady() {
      while (places.some((place) => place.process === null)) await wait(WATCH_MS)
    },
    peakBytes: () => peaks,
    ends: () => ends,
    async stop() {
      stopping.abort()
      clearInterval(watching)
      for (const place of places) letGo(place)
      await Promise.all(places.map(async (place) => place.process?.stop()))
      await Promise.all(running)
    },
  }
}
