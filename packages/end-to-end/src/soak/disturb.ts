import { setTimeout as wait } from 'node:timers/promises'
import { cancelRunning, resetMapping } from '@sluice/config'
import { createSync, listRunningSyncs, readRunningSync } from '@sluice/shared/store'
import { SluiceError } from '@sluice/shared/errors'
import { waitFor } from '@sluice/shared/testing'
import type { Disturbance, PlannedDisturbance } from './disturbance.ts'
import type { Soak } from './open-soak.ts'

/** What was done, as far as whoever judges must know it. */
export interface Deeds {
  /** How often each kind of disturbance was carried out. */
  readonly counts: Map<string, number>
  /** How often each mapping was reset: so often may what has not changed be sent under another messageId. */
  readonly resets: Map<string, number>
  /** Mappings of which something was taken as sent: it is to be written anew before anybody compares. */
  readonly baselined: Set<string>
}

const ACTOR = 'soak'
/** How long a baseline may wait for a running sync of its mapping to end. */
const PLACE_LIMIT_MS = 15_000

/**
 * Carries out a plan, one after another, each at its time or as soon as the one before
 * it is done; ends early when it is aborted.
 */
export async function carryOut(
  soak: Soak,
  plan: readonly PlannedDisturbance[],
  deeds: Deeds,
  { signal, waitUntil }: { readonly signal: AbortSignal; readonly waitUntil: (ms: number) => Promise<void> },
): Promise<void> {
  for (const { atMs, disturbance } of plan) {
    await waitUntil(atMs)
    if (signal.aborted) break
    // What was just away may cut off who asks it.
    if (await disturb(soak, disturbance, deeds).catch(() => false)) add(deeds.counts, disturbance.kind)
  }
}

/** True when there was something to disturb. */
async function disturb(soak: Soak, disturbance: Disturbance, deeds: Deeds): Promise<boolean> {
  const { kind } = disturbance
  switch (kind) {
    case 'kill':
      return soak.crew.kill(disturbance.worker, disturbance.forMs)
    case 'freeze':
      return soak.crew.freeze(disturbance.worker, disturbance.forMs)
    case 'strand':
      return soak.crew.freeze(disturbance.worker, disturbance.forMs) && cancelAll(soak)
    case 'cut':
      soak.faults.bring({ action: { type: 'hangAfterAccept' } }, disturbance.forMs)
      await wait(disturbance.forMs)
      for (const id of soak.crew.ids) if (id.startsWith('sender')) soak.crew.kill(id, 0)
      return cancelAll(soak)
    case 'fault':
      soak.faults.bring(
        { action: disturbance.action, probability: disturbance.probability },
        disturbance.forMs,
      )
      return true
    case 'flush redis':
      await soak.redis.flushall()
      return true
    case 'crash warehouse':
      return crashWarehouse(soak)
    case 'restart':
      await soak.restart(disturbance.server, disturbance.forMs)
      return true
    case 'cancel':
      return cancel(soak, disturbance.mapping)
    case 'reset':
      await soak.installation.db.transaction((tx) => resetMapping(tx, disturbance.mapping, ACTOR))
      add(deeds.resets, disturbance.mapping)
      return true
    case 'baseline':
      return takeAsSent(soak, disturbance.mapping, deeds)
    default:
      return kind satisfies never
  }
}

/** SIGKILL of one server process: PostgreSQL ends all of them, and recovers, without what was in unlogged tables. */
async function crashWarehouse({ warehouse }: Soak): Promise<boolean> {
  const { rows } = await warehouse.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'client backend' order by pid = pg_backend_pid() limit 1`,
  )
  const [backend] = rows
  if (backend === undefined) return false
  process.kill(backend.pid, 'SIGKILL')
  return true
}

async function cancel({ installation: { db }, extract }: Soak, mapping: string): Promise<boolean> {
  const running = await readRunningSync(db, mapping)
  if (running === null || !(await db.transaction((tx) => cancelRunning(tx, running, ACTOR)))) return false
  void extract.add({ step: 'finalize', sync: running.id }).catch(() => undefined)
  return true
}

async function cancelAll(soak: Soak): Promise<boolean> {
  const running = await listRunningSyncs(soak.installation.db)
  const canceled = await Promise.all(running.map(({ mapping }) => cancel(soak, mapping)))
  return canceled.includes(true)
}

async function takeAsSent(soak: Soak, mapping: string, { baselined }: Deeds): Promise<boolean> {
  try {
    await waitFor(
      'the mapping to have no running sync',
      () => startSync(soak, mapping, 'baseline'),
      PLACE_LIMIT_MS,
    )
  } catch {
    return false
  }
  baselined.add(mapping)
  return true
}

/**
 * Starts a sync of a mapping and returns its id; null when one runs. Should its job be lost, the sweep makes it anew.
 */
export async function startSync(
  { installation: { db }, extract }: Soak,
  mapping: string,
  origin: 'manual' | 'baseline',
): Promise<string | null> {
  try {
    const { id } = await createSync(db, { mapping, origin })
    void extract.add({ sync: id, step: 'run' }).catch(() => undefined)
    return id
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'sync_running') return null
    throw error
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
