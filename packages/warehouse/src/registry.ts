import { formatSuggestion, type Source } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { DUCKDB } from './duckdb/warehouse-type.ts'
import type { Warehouse } from './port.ts'
import { POSTGRES } from './postgres/warehouse-type.ts'
import type { WarehouseType } from './warehouse-type.ts'

/** Every kind of warehouse, one line each. */
export const WAREHOUSE_TYPES: readonly WarehouseType[] = [POSTGRES, DUCKDB]

/** The kind of warehouse that a source names; null when there is none of that name. */
export function findWarehouseType(type: unknown): WarehouseType | null {
  return WAREHOUSE_TYPES.find((known) => known.type === type) ?? null
}

/** The kind of warehouse that a source is; fails with `source_unknown` when this version knows none of that name. */
export function readWarehouseType({ id, type }: Pick<Source, 'id' | 'type'>): WarehouseType {
  const found = findWarehouseType(type)
  if (found !== null) return found
  const known = WAREHOUSE_TYPES.map((each) => each.type)
  throw new SluiceError(
    'source_unknown',
    `source ${id} is of type ${type}, which this version does not know${formatSuggestion(type, known)}: there are ${known.join(', ')}`,
  )
}

/**
 * Opens the warehouse of a source, whose driver is loaded now; the caller closes it.
 * Nothing is connected to before it is needed.
 */
export async function openWarehouse(source: Source): Promise<Warehouse> {
  return readWarehouseType(source).open(source)
}
