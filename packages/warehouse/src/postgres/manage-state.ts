import { SluiceError } from '@sluice/shared/errors'
import { parseStagedName, STAGED_PREFIX, STATE_SCHEMA } from '../delta/state-names.ts'
import type { StagedSync } from '../port.ts'
import { hasStateSchema } from './find-table.ts'
import { parseStagedManifest } from './manifests.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { createStateSchema } from './records.ts'
import { stagedTable } from './state-tables.ts'

/** Proves that Sluice can keep its state here: the schema is there or is made, and tables may be made in it. */
export async function check(pool: WarehousePool): Promise<void> {
  if (!(await hasStateSchema(pool))) await createStateSchema(pool)
  const { rows } = await pool.query<{ granted: boolean }>(
    `select has_schema_privilege($1, 'create') and has_schema_privilege($1, 'usage') as granted`,
    [STATE_SCHEMA],
  )
  if (rows[0]?.granted) return
  const { sourceId, address } = pool.place
  throw new SluiceError(
    'warehouse_denied',
    `source ${sourceId}: the user of the connection may not make tables in schema ${STATE_SCHEMA} of warehouse ${address}: grant usage, create on schema ${STATE_SCHEMA}`,
  )
}

/** Drops the staged table of a sync, if it is there. */
export async function discard(pool: WarehousePool, syncId: string): Promise<void> {
  await pool.query(`drop table if exists ${stagedTable(syncId)}`)
}

/** The staged tables that are here, each with its manifest. */
export function listStaged(pool: WarehousePool): Promise<readonly StagedSync[]> {
  return pool.transaction('read only', findStaged)
}

async function findStaged(tx: Transaction): Promise<readonly StagedSync[]> {
  const { rows } = await tx.query<{ name: string; comment: string | null }>(
    `select relname as name, obj_description(oid, 'pg_class') as comment
     from pg_class
     where relnamespace = to_regnamespace($1) and relkind = 'r' and starts_with(relname, $2)
     order by relname`,
    [STATE_SCHEMA, STAGED_PREFIX],
  )
  return rows.flatMap(({ name, comment }) => {
    const syncId = parseStagedName(name)
    const manifest = parseStagedManifest(comment)
    return syncId === null || manifest === null
      ? []
      : [{ syncId, installationId: manifest.installationId, mappingId: manifest.mappingId }]
  })
}
