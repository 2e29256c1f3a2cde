import type { ModelColumn } from './model-column.ts'
import type { Transaction } from './open-pool.ts'
import { recordsTable } from './state-tables.ts'

/**
 * Rewrites the ids that a memory of the first format has of a numeric identifier, such
 * as 1.00, as they are written now. One whose short form names another record already
 * is left alone, and goes as a record that is not there any more.
 */
export async function trimRecordIds(
  tx: Transaction,
  mappingId: string,
  identifier: ModelColumn | undefined,
): Promise<void> {
  if (identifier?.typeName !== 'numeric' || !identifier.isBuiltIn) return
  const records = recordsTable(mappingId)
  await tx.query(`
    update ${records} as known set record_id = long.short
    from (
      select distinct on (short) record_id, short
      from (
        select record_id, rtrim(rtrim(record_id, '0'), '.') as short from ${records} where record_id ~ '^-?[0-9]+[.][0-9]*0$'
      ) as trimmed
      order by short, record_id
    ) as long
    where known.record_id = long.record_id and not exists (select from ${records} as other where other.record_id = long.short)`)
}
