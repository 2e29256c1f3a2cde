import type { OpenWarehouse } from '../checks/check-warehouses.ts'
import type { CountRecords } from './count-effects.ts'

/** Counts what an installation remembers of mappings, in the warehouse itself; fails as that fails. */
export function createRecordCount(openWarehouse: OpenWarehouse, installationId: string): CountRecords {
  return async (source, mappings) => {
    const warehouse = await openWarehouse(source)
    try {
      const counts = []
      for (const mapping of mappings) {
        const { sent, keptBack } = await warehouse.countRecords({ installationId, mappingId: mapping })
        counts.push({ mapping, sent, keptBack })
      }
      return counts
    } finally {
      await warehouse.close()
    }
  }
}
