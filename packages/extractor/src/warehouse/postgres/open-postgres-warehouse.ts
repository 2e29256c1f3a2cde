import type { Warehouse } from '../warehouse.ts'
import { commit } from './commit.ts'
import { describeModel } from './describe-model.ts'
import { check, discard, listStaged } from './manage-state.ts'
import { openPool, type PoolOptions } from './open-pool.ts'
import { readInvalid, readStaged } from './read-staged.ts'
import { readRows } from './read-rows.ts'
import { readDelivered } from './read-delivered.ts'
import { stage } from './stage.ts'

/** Opens a PostgreSQL warehouse, 14 or newer; the first connection is made when it is needed. */
export function openPostgresWarehouse(options: PoolOptions): Warehouse {
  const pool = openPool(options)
  return {
    check: () => check(pool),
    describe: async (model, modelId) => {
      const columns = await pool.transaction('read only', (tx) => describeModel(tx, model, modelId))
      return columns.map(({ name, type }) => ({ name, type }))
    },
    readRows: (model, modelId, limit) => readRows(pool, model, modelId, limit),
    stage: (request) => stage(pool, request),
    readStaged: (syncId, range) => readStaged(pool, syncId, range),
    readInvalid: (syncId, range) => readInvalid(pool, syncId, range),
    commit: (request) => commit(pool, request),
    discard: (syncId) => discard(pool, syncId),
    listStaged: () => listStaged(pool),
    readDelivered: (owner, recordIds) => readDelivered(pool, owner, recordIds),
    close: () => pool.close(),
  }
}
