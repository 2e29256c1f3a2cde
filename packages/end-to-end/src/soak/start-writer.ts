import { setTimeout as wait } from 'node:timers/promises'
import { createSeededRandom } from '@sluice/emulator/server'
import type { Pool } from 'pg'
import { INTERNAL, VERSIONS, type SoakMapping } from './soak-mapping.ts'

/** Somebody who writes to a table all the time. */
export interface Writer {
  /** How many statements have gone through. */
  readonly writes: () => number
  /** Resolves when nothing is being written any more; what it resolves to goes on. */
  pause(): Promise<() => void>
  /** Ends after the statement that is under way. */
  stop(): Promise<void>
}

const PAUSE_MIN_MS = 200
const PAUSE_SPREAD_MS = 1_500
/** Ids go up to the rows at the start and a fifth. */
const ROOM = 1.2
const LARGEST_SHARE = 0.05
/** Where is written now; it moves on after so many writes, and rows that are left alone stay as they were last. */
const WINDOW_SHARE = 0.06
const WRITES_PER_STEP = 5
const STEPS_PER_WINDOW = 4

/** Makes the table of a mapping, with its first rows. */
export async function createTable(pool: Pool, { id }: SoakMapping, rows: number): Promise<void> {
  await pool.query(`create sequence if not exists ${VERSIONS}`)
  await pool.query(`create table ${id} (id int primary key, version bigint, note text, team text)`)
  await insertRows(pool, id, 1, rows, 'A')
}

/** Writes the rows from one id to another anew, those that were not there too. */
export async function insertRows(
  pool: Pool,
  table: string,
  from: number,
  to: number,
  note: string,
): Promise<void> {
  await pool.query(
    `insert into ${table} as known (id, version, note, team)
     select n, nextval('${VERSIONS}'), $3, case when n % 10 = 0 then '${INTERNAL}' else 'sales' end
     from generate_series($1::int, $2::int) n
     on conflict (id) do update set version = nextval('${VERSIONS}'), note = excluded.note`,
    [from, to, note],
  )
}

/** The highest id that a writer of a table with so many rows at the start writes. */
export function findHighestId(rows: number): number {
  return Math.ceil(rows * ROOM)
}

/** Inserts, updates and deletes ranges of rows until it is stopped; while the warehouse is away it tries again. */
export function startWriter(pool: Pool, { id }: SoakMapping, rows: number, seed: number): Writer {
  const random = createSeededRandom(seed)
  const stopping = new AbortController()
  let turns = 0
  let writes = 0
  let isPaused = false
  let writing: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    const size = Math.ceil(random() * rows * LARGEST_SHARE)
    const step = Math.floor(turns / WRITES_PER_STEP) * ((rows * WINDOW_SHARE) / STEPS_PER_WINDOW)
    const from = 1 + (Math.floor(step + random() * rows * WINDOW_SHARE) % findHighestId(rows))
    turns += 1
    const to = Math.min(from + size, findHighestId(rows))
    const note = 'ABC'.charAt(Math.floor(random() * 3))
    const what = random()
    if (what < 0.25) await insertRows(pool, id, from, to, note)
    else if (what < 0.45) await pool.query(`delete from ${id} where id between $1 and $2`, [from, to])
    else
      await pool.query(
        `update ${id} set version = nextval('${VERSIONS}'), note = $3 where id between $1 and $2`,
        [from, to, note],
      )
    writes += 1
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // It is away, or comes back.
      if (!isPaused) await (writing = write().catch(() => undefined))
      await wait(PAUSE_MIN_MS + random() * PAUSE_SPREAD_MS, undefined, { signal: stopping.signal }).catch(
        () => undefined,
      )
    }
  }
  const ended = run()
  return {
    writes: () => writes,
    async pause() {
      isPaused = true
      await writing
      return () => void (isPaused = false)
    },
    stop() {
      stopping.abort()
      return ended
    },
  }
}
