import { setTimeout as wait } from 'node:timers/promises'
import { isRunning } from '@sluice/shared/domain'
import { readSync } from '@sluice/shared/store'
import { createDownstreamCopy } from './create-downstream-copy.ts'
import { startSync } from './disturb.ts'
import { find, type Finding } from './judge-arrivals.ts'
import type { Soak } from './open-soak.ts'
import { readTable } from './read-table.ts'
import type { SoakMapping } from './soak-mapping.ts'
import type { Writer } from './start-writer.ts'

/** What was found while one table after another was at rest. */
export interface Rests {
  readonly count: number
  readonly findings: readonly Finding[]
}

const PAUSE_MS = 3_000
const LOOK_MS = 500
/** A table whose destination is slow, or whose syncs are canceled, shall not keep the others from their rest. */
const PATIENCE_MS = 45_000

/**
 * Lets one table after another come to rest while everything else goes on: nobody writes to it
 * until a sync of it has succeeded, and then what arrived must equal it. What is wrong for a
 * while and is written over later would not be seen in the end.
 */
export function startRests(
  soak: Soak,
  tables: readonly { readonly mapping: SoakMapping; readonly writer: Writer }[],
  baselined: ReadonlySet<string>,
): { stop(): Promise<Rests> } {
  const stopping = new AbortController()
  const isStopping = (): boolean => stopping.signal.aborted
  const copy = createDownstreamCopy(tables.map(({ mapping }) => mapping.id))
  const different: string[] = []
  let taken = 0
  let count = 0

  /** How a sync ended; null when nobody waits for it any more. */
  const follow = async (id: string, isOver: () => boolean): Promise<string | null> => {
    while (!isOver()) {
      const known = await readSync(soak.installation.db, id).catch(() => null)
      if (known !== null && !isRunning(known.status)) return known.status
      await wait(LOOK_MS)
    }
    return null
  }
  /** True when a sync that began after this was called has succeeded, in time. */
  const sync = async (mapping: string): Promise<boolean> => {
    const beganAt = performance.now()
    const isOver = (): boolean => isStopping() || performance.now() > beganAt + PATIENCE_MS
    while (!isOver()) {
      const id = await startSync(soak, mapping, 'manual').catch(() => null)
      if (id !== null && (await follow(id, isOver)) === 'succeeded') return true
      await wait(LOOK_MS)
    }
    return false
  }
  const rest = async ({ mapping, writer }: (typeof tables)[number]): Promise<void> => {
    const goOn = await writer.pause()
    try {
      if (baselined.has(mapping.id) || !(await sync(mapping.id)) || baselined.has(mapping.id)) return
      const rows = await readTable(soak, mapping)
      for (const arrival of soak.emulator.events({}, taken)) {
        taken += 1
        copy.take(arrival)
      }
      different.push(...copy.listDifferences(mapping.id, rows))
      count += 1
    } catch {
      // The warehouse is away: another time.
    } finally {
      goOn()
    }
  }
  const run = async (): Promise<void> => {
    for (let turn = 0; !isStopping(); turn += 1) {
      await wait(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      await rest(tables[turn % tables.length]!)
    }
  }
  const ended = run()
  return {
    async stop() {
      stopping.abort()
      await ended
      const what = 'rows differed downstream from a table at rest'
      return { count, findings: different.length === 0 ? [] : [find(what, different)] }
    },
  }
}
