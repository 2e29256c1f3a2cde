import { readPages } from '../delta/pages.ts'
import type { Warehouse } from '../port.ts'
import { countIdentifier } from './count-identifier.ts'
import { commit } from './commit.ts'
import { describe } from './describe.ts'
import { check, discard, listStaged } from './manage-state.ts'
import { inspect } from './inspect.ts'
import { limitStatements } from './limit-statements.ts'
import { openPool, type PoolOptions } from './open-pool.ts'
import { readInvalid, readStaged } from './read-staged.ts'
import { readRows } from './read-rows.ts'
import { findRecordsOf, findRecordsWith } from './find-records.ts'
import { readRecord } from './read-record.ts'
import { readDelivered } from './read-delivered.ts'
import { countRecords } from './records.ts'
import { remember } from './remember.ts'
import { stage } from './stage.ts'
import { writeLog } from './sync-log.ts'

export interface PostgresOptions extends PoolOptions {
  /**
   * Longest time of one statement that runs a model's query; the server's own limit, or
   * six hours, when it is not given.
   */
  readonly statementTimeoutMs?: number | undefined
}

/** Opens a PostgreSQL warehouse, 14 or newer; the first connection is made when it is needed. */
export function openPostgresWarehouse(options: PostgresOptions): Warehouse {
  const pool = openPool(options)
  const models = limitStatements(pool, options.statementTimeoutMs)
  return {
    check: () => check(pool),
    inspect: () => inspect(pool),
    describe: (model, modelId, signal) => describe(models, model, modelId, signal),
    readRows: (model, modelId, limit, signal) => readRows(models, model, modelId, limit, signal),
    countIdentifier: (model, modelId, signal) => countIdentifier(models, model, modelId, signal),
    stage: (request) => stage(models.named(`sync ${request.syncId}`), request),
    readStaged: (syncId, range) => readPages(range, (page) => readStaged(pool, syncId, page)),
    readInvalid: (syncId, range) => readPages(range, (page) => readInvalid(pool, syncId, page)),
    commit: (request) => commit(pool.named(`sync ${request.syncId}`), request),
    remember: (request) => remember(pool.named(`sync ${request.syncId}`), request),
    writeLog: (request) => writeLog(pool.named(`sync ${request.syncId}`), request),
    countRecords: (owner) => countRecords(pool, owner),
    discard: (syncId) => discard(pool, syncId),
    listStaged: () => listStaged(pool),
    readDelivered: (owner, recordIds) => readDelivered(pool, owner, recordIds),
    readRecord: (request) => readRecord(pool, models, request),
    findRecordsWith: (search) => findRecordsWith(models, search),
    findRecordsOf: (search) => findRecordsOf(models, search),
    close: () => pool.close(),
  }
}
