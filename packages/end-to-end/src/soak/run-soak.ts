import { setTimeout as sleep } from 'node:timers/promises'
import { describeSync, type SyncRecord, listSyncs } from '@sluice/shared/store'
import { carryOut, type Deeds } from './disturb.ts'
import { judgeArrivals, find, type Expected, type Finding } from './judge-arrivals.ts'
import { judgeBooks } from './judge-books.ts'
import type { Soak } from './open-soak.ts'
import { planDisturbances } from './plan-disturbances.ts'
import { quietDown } from './quiet-down.ts'
import { readLeftovers } from './read-leftovers.ts'
import { readTable } from './read-table.ts'
import type { SoakOptions } from './read-soak-options.ts'
import { formatSoakConfig, listSoakMappings } from './soak-mapping.ts'
import type { SoakReport } from './soak-report.ts'
import { startHand } from './start-hand.ts'
import { startRests } from './start-rests.ts'
import { createTable, startWriter } from './start-writer.ts'
import { watchDuplicates } from './watch-duplicates.ts'

const SCHEDULE = '1m'
const SYNCS_LIMIT = 100_000

/** The whole of it: begins, disturbs everything for its time, lets it come to rest, and judges. */
export async function runSoak(soak: Soak, options: SoakOptions, signal: AbortSignal): Promise<SoakReport> {
  const { rows, seed, workers } = options
  const mappings = listSoakMappings(options.mappings)
  const ids = mappings.map(({ id }) => id)
  for (const mapping of mappings) await createTable(soak.warehouse, mapping, rows)
  await apply(soak, formatSoakConfig(mappings, SCHEDULE))
  await soak.crew.waitUntilReady()

  const startedAt = performance.now()
  const duplicates = watchDuplicates(soak.emulator)
  const writers = mappings.map((mapping, index) =>
    startWriter(soak.warehouse, mapping, rows, seed * 1_000 + index),
  )
  const hand = startHand(soak, ids, seed * 1_000 + 999)
  const durationMs = options.minutes * 60_000
  const waitUntil = (ms: number): Promise<void> =>
    sleep(Math.max(0, startedAt + ms - performance.now()), undefined, { signal }).catch(() => undefined)
  const plan = planDisturbances({ seed, durationMs, mappings: ids, workers })
  const deeds: Deeds = { counts: new Map(), resets: new Map(), baselined: new Set() }
  const tables = mappings.map((mapping, index) => ({ mapping, writer: writers[index]! }))
  const rests = startRests(soak, tables, deeds.baselined)
  await carryOut(soak, plan, deeds, { signal, waitUntil })
  await waitUntil(durationMs)

  soak.faults.clear()
  soak.crew.thaw()
  const rested = await rests.stop()
  await Promise.all([hand.stop(), ...writers.map((writer) => writer.stop())])
  signal.throwIfAborted()
  await soak.crew.waitUntilReady()
  await apply(soak, formatSoakConfig(mappings, null))
  const unrest = await quietDown(soak, mappings, { rows, baselined: deeds.baselined })

  const syncs = await listSyncs(soak.installation.db, { limit: SYNCS_LIMIT })
  const counts = soak.emulator.counts()
  const expected = new Map<string, Expected>()
  for (const mapping of mappings)
    expected.set(mapping.id, {
      rows: await readTable(soak, mapping),
      resets: deeds.resets.get(mapping.id) ?? 0,
    })
  const again = duplicates.stop()
  const findings: readonly Finding[] = [
    ...rested.findings,
    ...unrest,
    ...judgeArrivals(soak.emulator.events(), again, expected),
    ...judgeBooks(
      syncs.map((sync) => ({ ...describeSync(sync), errorCode: sync.errorCode })),
      counts,
    ),
    ...(await readLeftovers(soak)),
    ...listEnds(soak),
    ...(again.unseen === 0 ? [] : [find('duplicates were not looked at', [`${again.unseen} events`])]),
  ]
  return {
    minutes: options.minutes,
    seed,
    mappings: options.mappings,
    rows,
    workers,
    disturbances: sortCounts(deeds.counts),
    writes: writers.reduce((sum, writer) => sum + writer.writes(), 0),
    rests: rested.count,
    syncs: sortCounts(countEnds(syncs)),
    events: {
      requests: counts.requests,
      accepted: counts.accepted,
      duplicates: counts.duplicates,
      delivered: syncs.reduce((sum, { delivered }) => sum + delivered, 0),
    },
    peakMegabytes: toMegabytes(soak),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    findings,
  }
}

async function apply({ installation }: Soak, yaml: string): Promise<void> {
  const file = await installation.writeFile('sluice.yaml', yaml)
  const { code, stderr } = await installation.sluice(['apply', '-f', file])
  if (code !== 0) throw new Error(`apply ended with ${code}: ${stderr}`)
}

function listEnds({ crew }: Soak): readonly Finding[] {
  const ends = crew.ends()
  return ends.length === 0 ? [] : [find('workers ended by themselves', ends)]
}

function countEnds(syncs: readonly SyncRecord[]): Deeds['counts'] {
  const counts = new Map<string, number>()
  for (const { status, errorCode } of syncs) {
    const end = status === 'failed' ? `failed (${errorCode})` : status
    counts.set(end, (counts.get(end) ?? 0) + 1)
  }
  return counts
}

function sortCounts(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function toMegabytes({ crew }: Soak): SoakReport['peakMegabytes'] {
  const { extractor, mapper, sender } = crew.peakBytes()
  const round = (bytes: number): number => Math.round(bytes / 1e6)
  return { extractor: round(extractor), mapper: round(mapper), sender: round(sender) }
}
