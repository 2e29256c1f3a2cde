import { checkOwner } from '../delta/check-owner.ts'
import { parseRecordsManifest } from '../delta/manifests.ts'
import type { Place } from '../delta/place.ts'
import type { DeliveredVersions, MappingOwner } from '../port.ts'
import { findTable } from './find-table.ts'
import type { Session } from './session.ts'
import { recordsTable } from './state-tables.ts'

/**
 * The version of each of these records that went out last, and the epoch it belongs to; nothing when the mapping has
 * no records.
 */
export async function readDelivered(
  session: Session,
  place: Place,
  owner: MappingOwner,
  recordIds: readonly string[],
): Promise<DeliveredVersions> {
  const table = recordsTable(owner.mappingId)
  const found = await findTable(session, table)
  if (found === null) return { epoch: 0, versions: new Map() }
  const { epoch } = checkOwner(parseRecordsManifest(found.comment), owner, table.shown, place)
  const rows = await session.query<{ recordId: string; version: number }>(
    `select record_id as "recordId", delivered as version from ${table.sql}
     where delivered is not null and record_id in (select unnest(from_json($1, '["varchar"]')))`,
    [JSON.stringify(recordIds)],
  )
  return { epoch, versions: new Map(rows.map(({ recordId, version }) => [recordId, version])) }
}
