import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  cancelSync,
  createSync,
  listUntidySyncs,
  readRunningSync,
  readMapping,
  readSync,
  recordMapping,
  recordReset,
  removeConfig,
} from '@sluice/shared/store'
import { abandonSync } from './abandon-sync.ts'
import { commitIfSettled } from './commit-sync.ts'
import { finalizeEndedSync } from './finalize-sync.ts'
import { isFatal } from './is-fatal.ts'
import { runSync } from './run-sync.ts'
import { sweep } from './sweep.ts'
import type { SyncDeps } from '../sync-deps.ts'
import { deletes, notes, readings, writes, type Change } from '../testing/arbitrary-changes.ts'
import { backUpWarehouse, type RestoreWarehouse } from '../testing/back-up-warehouse.ts'
import { createMortal } from '../testing/create-mortal.ts'
import { createSleeper } from '../testing/create-sleeper.ts'
import { ALL, deliver, type Downstream } from '../testing/downstream.ts'
import { openExtraction, type Extraction } from '../testing/open-extraction.ts'

let extraction: Extraction
const { signal } = new AbortController()

beforeAll(async () => {
  extraction = await openExtraction({ rows: 2, bytes: 1_000_000 })
  await extraction.sql('alter table people add column note text')
})
afterAll(() => extraction.close())

interface Real {
  readonly downstream: Downstream
  /** Processes that were stopped, to be woken at any time. */
  readonly sleepers: (() => Promise<void>)[]
  /** A backup of the warehouse that can be restored. */
  restore: RestoreWarehouse | null
  /**
   * After what was remembered is lost: the records that are still known. Nobody can
   * tell that any other one is to be deleted.
   */
  remembered: ReadonlySet<string> | null
}

/** A command changes the table of the warehouse, which is the model, or takes a sync somewhere. */
type Command = fc.AsyncCommand<object, Real>

/**
 * Does a step of a sync as an extractor would: what cannot go on fails, and a memory
 * that is too old is reset by somebody.
 */
async function attempt(deps: SyncDeps, sync: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isFatal(error)) throw error
    await abandonSync(deps, sync, error)
    if (error.code === 'warehouse_state_outdated') await recordReset(deps.db, 'people')
  }
}

/** Takes the mapping's running sync to its end, as living workers would, however an earlier one has died. */
async function finish(deps: SyncDeps, { downstream }: Real): Promise<void> {
  for (;;) {
    const running = await readRunningSync(deps.db, 'people')
    if (running === null) return
    await sweep(deps, 0)
    await attempt(deps, running.id, () => runSync(deps, running.id, signal))
    await deliver(deps, running.id, downstream, ALL)
    await attempt(deps, running.id, () => commitIfSettled(deps, running.id))
    const { extracted, skipped, invalid, delivered, dead, inFlight } = (await readSync(deps.db, running.id))!
    expect(skipped + invalid + delivered + dead + inFlight).toBe(extracted)
  }
}

/** One more sync that succeeds; whatever stood in the way of the first has been told then. */
async function sync(real: Real): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    await finish(extraction.deps, real)
    const id = await beginSync(extraction.deps)
    await finish(extraction.deps, real)
    if (id !== null && (await readSync(extraction.db, id))?.status === 'succeeded') return
  }
  throw new Error('no sync succeeds')
}

async function expectSame(real: Real): Promise<void> {
  const { downstream, remembered } = real
  const rows = await extraction.sql<{ id: string; plan: unknown }>('select id, plan from people')
  const table = new Map(rows.map(({ id, plan }): [string, unknown] => [id, plan]))
  if (remembered !== null) {
    for (const id of downstream.rows.keys())
      if (!table.has(id) && !remembered.has(id)) downstream.rows.delete(id)
    real.remembered = null
  }
  expect(downstream.rows).toEqual(table)
}

/** The records that the warehouse remembers as sent. */
async function listRemembered(): Promise<ReadonlySet<string>> {
  const [table] = await extraction.sql(`select where to_regclass('_sluice.records_people') is not null`)
  if (table === undefined) return new Set()
  const rows = await extraction.sql<{ id: string }>(
    'select record_id as id from _sluice.records_people where known and deleted_at is null',
  )
  return new Set(rows.map(({ id }) => id))
}

/** Between two commands the process that died is gone, and its successor has not begun. */
async function beginSync(deps: SyncDeps): Promise<string | null> {
  const running = await readRunningSync(deps.db, 'people')
  if (running !== null) return running.id
  return (await createSync(deps.db, { mapping: 'people', origin: 'manual' })).id
}

const command = (name: string, run: (real: Real) => Promise<void>): Command => ({
  check: () => true,
  run: (_model, real) => run(real),
  toString: () => name,
})

const chunks = fc.func(fc.record({ delivers: fc.boolean(), settles: fc.boolean() }))

const changing = (changes: fc.Arbitrary<Change>): fc.Arbitrary<Command> =>
  changes.map(({ name, make }) => command(name, async () => void (await make(extraction))))

/** Takes a sync so far that some of its chunks have gone out. */
const sendSome = async (real: Real, chooses: Parameters<typeof deliver>[3]): Promise<string | null> => {
  const running = await beginSync(extraction.deps)
  if (running === null) return null
  await attempt(extraction.deps, running, () => runSync(extraction.deps, running, signal))
  await deliver(extraction.deps, running, real.downstream, chooses)
  return running
}
const succeeding = fc.constant(
  command('sync', async (real) => {
    await sync(real)
    await expectSame(real)
  }),
)
const canceled = chunks.map((chooses) =>
  command('sync that is canceled', async (real) => {
    const running = await sendSome(real, chooses)
    if (running !== null) await cancelSync(extraction.db, running)
  }),
)
const crashed = chunks.map((chooses) =>
  command('sync whose staged rows are lost in a crash of the warehouse', async (real) => {
    await sendSome(real, chooses)
    await emptyStaged()
  }),
)

/** Unlogged tables are empty when their server has crashed. */
async function emptyStaged(): Promise<void> {
  const staged = await extraction.sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = to_regnamespace('_sluice') and relkind = 'r' and relname like 'staged%'`,
  )
  for (const { name } of staged) await extraction.sql(`truncate _sluice.${name}`)
}

const COMMANDS: readonly fc.Arbitrary<Command>[] = [
  changing(writes),
  changing(writes),
  changing(deletes),
  changing(notes),
  changing(readings),
  changing(readings),
  succeeding,
  succeeding,
  succeeding,
  fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean(), chunks).map(([calls, reached, chooses]) =>
    command(`sync that dies at call ${calls}${reached ? ', which is heard' : ''}`, async (real) => {
      const mortal = createMortal(extraction.deps, calls, reached)
      const running = await beginSync(extraction.deps)
      if (running === null) return
      try {
        await runSync(mortal.deps, running, signal)
        await deliver(mortal.deps, running, real.downstream, chooses)
        await commitIfSettled(mortal.deps, running)
      } catch (error) {
        if (!mortal.isDead()) await attempt(extraction.deps, running, () => Promise.reject(error))
      }
    }),
  ),
  canceled,
  canceled,
  crashed,
  crashed,
  fc.constant(
    command('finalize', async () => {
      for (const ended of await listUntidySyncs(extraction.db))
        await attempt(extraction.deps, ended.id, () => finalizeEndedSync(extraction.deps, ended))
    }),
  ),
  fc.integer({ min: 1, max: 40 }).map((calls) =>
    command(`sync that is stopped at call ${calls}`, async (real) => {
      const sleeper = createSleeper(extraction.deps, calls)
      const id = await beginSync(extraction.deps)
      if (id === null) return
      const run = (async () => {
        await runSync(sleeper.deps, id, signal)
        await commitIfSettled(sleeper.deps, id)
      })()
      const ended = attempt(sleeper.deps, id, () => run)
      await Promise.race([sleeper.asleep, ended])
      real.sleepers.push(() => {
        sleeper.wake()
        return ended
      })
    }),
  ),
  fc.constant(
    command('wake', async (real) => {
      for (const wake of real.sleepers.splice(0)) await wake()
    }),
  ),
  fc.constant(
    command('back up the warehouse', async (real) => {
      await extraction.sql('drop schema if exists backup cascade')
      real.restore = await backUpWarehouse(extraction, 'backup')
    }),
  ),
  fc.constant(
    command('restore the warehouse', async (real) => {
      if (real.restore === null) return
      await real.restore()
      real.remembered = await listRemembered()
    }),
  ),
  fc.constant(
    command('lose the memory', async (real) => {
      await extraction.sql('drop schema if exists _sluice cascade')
      real.remembered = new Set()
    }),
  ),
  fc.constant(
    command('remove the mapping and add it again', async () => {
      const mapping = (await readMapping(extraction.db, 'people'))!
      const running = await readRunningSync(extraction.db, 'people')
      if (running !== null) await cancelSync(extraction.db, running.id)
      await removeConfig(extraction.db, 'mapping', 'people')
      await recordMapping(extraction.db, mapping)
    }),
  ),
  fc.constant(
    command('reset', async () => {
      await recordReset(extraction.db, 'people')
    }),
  ),
]

test('what is known downstream equals the table after every sync, whatever died, slept, was canceled, reset, lost or restored before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands([...COMMANDS], { maxCommands: 40, size: 'max' }), async (commands) => {
      const real: Real = {
        downstream: { rows: new Map(), messageIds: new Set(), versions: new Map() },
        sleepers: [],
        restore: null,
        remembered: null,
      }
      await extraction.sql('truncate people')
      // What the run before has left is told once, to nobody.
      await sync(real)
      real.downstream.rows.clear()
      await fc.asyncModelRun(() => ({ model: {}, real }), commands)
      for (const wake of real.sleepers.splice(0)) await wake()
      await sync(real)
      await expectSame(real)
    }),
    { numRuns: 50, endOnFailure: true, interruptAfterTimeLimit: 45_000 },
  )
})
