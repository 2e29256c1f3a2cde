import { formatRow } from './create-downstream-copy.ts'
import type { Soak } from './open-soak.ts'
import { INTERNAL, type SoakMapping } from './soak-mapping.ts'

/** What somebody should know downstream of a table as it is now, by id. */
export async function readTable(
  { warehouse }: Pick<Soak, 'warehouse'>,
  { id, kind }: SoakMapping,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await warehouse.query<{ id: number; version: string; note: string }>(
    `select id, version, note from ${id} ${kind === 'filtered' ? `where team <> '${INTERNAL}'` : ''}`,
  )
  return new Map(
    rows.map((row) => [
      String(row.id),
      formatRow(row.note, kind === 'flipping' ? null : Number(row.version)),
    ]),
  )
}
