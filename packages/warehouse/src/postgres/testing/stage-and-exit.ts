import { openPostgresWarehouse } from '../open-postgres-warehouse.ts'
import { createStageRequest } from '../../testing/run-sync.ts'

/**
 * A process of its own that stages a model, for a test to freeze: its arguments are a
 * URL, a sync, a query, and how long its transaction may stand still.
 */
const [url = '', syncId = '', query = '', idleLimitMs = ''] = process.argv.slice(2)
const warehouse = openPostgresWarehouse({
  connectionString: url,
  sourceId: 'frozen',
  applicationName: 'frozen',
  idleLimitMs: Number(idleLimitMs),
})
try {
  await warehouse.stage(createStageRequest({ syncId, model: { query, identifier: 'id' } }))
} finally {
  await warehouse.close()
}
