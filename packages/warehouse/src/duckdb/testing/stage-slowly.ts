import { randomUUID } from 'node:crypto'
import * as driver from '@duckdb/node-api'
import { OPS } from '@sluice/shared/domain'
import { openDuckdbWarehouse } from '../open-duckdb-warehouse.ts'

/** A process of its own that stages a query which does not end soon, for a test to kill. */
const [path = '', query = ''] = process.argv.slice(2)
const warehouse = openDuckdbWarehouse(driver, { sourceId: 'victim', path })
process.stdout.write('staging\n')
await warehouse.stage({
  installationId: 'installation-1',
  mappingId: 'people-identify',
  memory: { epoch: 1, generation: 0, order: null },
  selection: 'all',
  compared: 'all',
  listColumnsRead: async () => [],
  syncId: randomUUID(),
  modelId: 'people',
  model: { query, identifier: 'id' },
  trigger: OPS,
})
