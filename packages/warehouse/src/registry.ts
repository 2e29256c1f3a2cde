import type { Source } from '@sluice/shared/domain'
import type { Warehouse } from './port.ts'

/** Opens the warehouse of a source, whose driver is loaded now; the caller closes it. Nothing is connected to before it is needed. */
export async function openWarehouse({ id, connection, ssl, statementTimeoutMs }: Source): Promise<Warehouse> {
  const { openPostgresWarehouse } = await import('./postgres/open-postgres-warehouse.ts')
  return openPostgresWarehouse({ connectionString: connection, ssl, statementTimeoutMs, sourceId: id })
}
