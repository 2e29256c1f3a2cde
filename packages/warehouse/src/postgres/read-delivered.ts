import type { DeliveredVersions } from '../port.ts'
import { findTable } from './find-table.ts'
import { lockTable } from './lock-table.ts'
import { checkOwner } from '../delta/check-owner.ts'
import { parseRecordsManifest } from '../delta/manifests.ts'
import type { WarehousePool } from './open-pool.ts'
import { recordsTable } from './state-tables.ts'

/**
 * The version of each of these records that went out last, and the epoch it belongs to;
 * nothing when the mapping has no records.
 */
export function readDelivered(
  pool: WarehousePool,
  owner: { readonly installationId: string; readonly mappingId: string },
  recordIds: readonly string[],
): Promise<DeliveredVersions> {
  const table = recordsTable(owner.mappingId)
  return pool.transaction('isolation level read committed', async (tx) => {
    if ((await findTable(tx, table)) === null) return { epoch: 0, versions: new Map() }
    // Before the manifest is read: whoever forgets the records changes both in one transaction.
    await lockTable(tx, pool, table, 'access share')
    const found = parseRecordsManifest((await findTable(tx, table))?.comment ?? null)
    const { epoch } = checkOwner(found, owner, table, pool.place)
    const { rows } = await tx.query<{ recordId: string; version: number }>(
      `select record_id as "recordId", delivered as version from ${table} where record_id = any ($1::text[]) and delivered is not null`,
      [recordIds],
    )
    return {
      epoch,
      versions: new Map(rows.map(({ recordId, version }) => [recordId, version])),
    }
  })
}
