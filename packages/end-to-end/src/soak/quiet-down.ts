import { isRunning } from '@sluice/shared/domain'
import { listRunningSyncs, listUntidySyncs, readSync } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { startSync } from './disturb.ts'
import { find, type Finding } from './judge-arrivals.ts'
import type { Soak } from './open-soak.ts'
import type { SoakMapping } from './soak-mapping.ts'
import { findHighestId, insertRows } from './start-writer.ts'

/** Locks of killed workers run out, the sweep comes by, and work that was put off for a minute is done. */
const QUIET_LIMIT_MS = 900_000
const SYNC_LIMIT_MS = 300_000

/**
 * Lets what is under way come to its end, and syncs each mapping a last time. What a baseline
 * took as sent is written anew, row by row, so that tables and downstream can be compared
 * again. Finds syncs that do not end well, and rows that a second sync still finds changed.
 */
export async function quietDown(
  soak: Soak,
  mappings: readonly SoakMapping[],
  { rows, baselined }: { readonly rows: number; readonly baselined: ReadonlySet<string> },
): Promise<readonly Finding[]> {
  const { db } = soak.installation
  await waitFor(
    'every sync to end and to be finalized',
    async () => (await listRunningSyncs(db)).length === 0 && (await listUntidySyncs(db)).length === 0,
    QUIET_LIMIT_MS,
  )
  const failures: string[] = []
  const sync = async (mapping: string): Promise<number> => {
    const ended = await runSync(soak, mapping)
    if (ended.status !== 'succeeded')
      failures.push(`sync ${ended.id} of ${mapping}: ${ended.status} (${ended.error})`)
    return ended.extracted
  }
  for (const { id } of mappings.filter((mapping) => baselined.has(mapping.id))) {
    const { rows: present } = await soak.warehouse.query<{ id: number }>(`select id from ${id}`)
    // A note that no writer writes: of a table without versions, too, every row has changed.
    await insertRows(soak.warehouse, id, 1, findHighestId(rows), 'Z')
    await sync(id)
    await soak.warehouse.query(`delete from ${id} where not id = any($1)`, [present.map((row) => row.id)])
  }
  await Promise.all(mappings.map(({ id }) => sync(id)))
  const extracted = await Promise.all(mappings.map(async ({ id }) => ({ id, rows: await sync(id) })))
  return [
    find('syncs in quiet have not succeeded', failures),
    find(
      'rows were found changed that had not changed',
      extracted.flatMap((found) => (found.rows === 0 ? [] : [`${found.id}: ${found.rows} rows`])),
    ),
  ].filter(({ count }) => count > 0)
}

async function runSync(soak: Soak, mapping: string) {
  const id = await startSync(soak, mapping, 'manual')
  return waitFor(
    `a sync of ${mapping} to end`,
    async () => {
      const sync = id === null ? null : await readSync(soak.installation.db, id)
      return sync !== null && !isRunning(sync.status) && sync
    },
    SYNC_LIMIT_MS,
  )
}
