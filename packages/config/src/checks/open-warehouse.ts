import type { OpenWarehouse } from './check-warehouses.ts'

/** Opens the warehouse of a source; its driver is loaded only by the commands that need one. */
export const openWarehouse: OpenWarehouse = async ({ id, connection, ssl, statementTimeoutMs }) => {
  const { openPostgresWarehouse } = await import('@sluice/extractor/warehouse')
  return openPostgresWarehouse({ connectionString: connection, ssl, statementTimeoutMs, sourceId: id })
}
