import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  SYNC_EVENTS,
  SYNC_STATES,
  type Forecast,
  type SyncEvent,
  type SyncOrigin,
  type SyncStatus,
} from '../../domain/index.ts'
import { createControlDatabase, readTestServers, type TestDatabase } from '../../testing/index.ts'
import {
  cancelSync,
  failSync,
  finishSync,
  openDatabase,
  recordChunk,
  recordCommitting,
  recordFinalized,
  recordForecast,
  recordStaged,
  recordStaging,
  recordStreamed,
  type Database,
} from '../index.ts'

const COUNTS = { added: 1, updated: 0, deleted: 0, invalid: 0, skipped: 0, lastSeq: 1 }
const FORECAST: Forecast = {
  added: 1,
  updated: 0,
  deleted: 0,
  skippedByTrigger: 0,
  skippedByFilter: 0,
  invalid: {},
  reasons: [],
  events: { identify: 1 },
  bytes: 200,
  requests: 1,
  apiCalls: 1,
  users: 1,
  mtus: { atLeast: 0, atMost: 1 },
  seconds: 0.001,
  guards: [],
}
const LONG_AGO = '2026-01-01T00:00:00Z'

describe('the control database takes a sync', () => {
  let testDatabase: TestDatabase
  let db: Database
  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'sync status test' })
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  const events: Readonly<Record<SyncEvent, (id: string) => Promise<boolean | void>>> = {
    begin: (id) => recordStaging(db, id),
    stage: (id) => recordStaged(db, id, { stagedAt: LONG_AGO, ...COUNTS }),
    cut: (sync) => recordChunk(db, { sync, chunk: 1, fromSeq: 1, toSeq: 1, rows: 1 }),
    stream: (id) => recordStreamed(db, id),
    commit: (id) => recordCommitting(db, id),
    finish: (id) => finishSync(db, id),
    fail: (id) => failSync(db, id, 'query_failed', 'gone'),
    cancel: (id) => cancelSync(db, id),
    finalize: (id) => recordFinalized(db, id),
    forecast: (id) => recordForecast(db, id, { stagedAt: LONG_AGO, forecast: FORECAST }),
  }

  /** A sync that stands so and has cut and settled what it had. */
  const start = async (status: SyncStatus, origin: SyncOrigin): Promise<string> => {
    const { rows } = await db.query<{ id: string }>(
      `insert into sluice.syncs (mapping_id, mapping_version, plan, origin, status, streamed_at, touched_at)
       values (gen_random_uuid(), 1, '{}', $3, $1, $2, $2) returning id`,
      [status, LONG_AGO, origin],
    )
    return rows[0]?.id ?? ''
  }

  const cases = (Object.keys(SYNC_STATES) as SyncStatus[]).flatMap((status) =>
    SYNC_EVENTS.map((event) => ({ status, event, next: SYNC_STATES[status][event] })),
  )
  test.each(cases)('from $status by $event to $next', async ({ status, event, next }) => {
    const id = await start(status, event === 'forecast' ? 'dry_run' : 'manual')
    const answer = await events[event](id)
    const { rows } = await db.query<{ status: SyncStatus; touched: boolean }>(
      'select status, touched_at > $2 as touched from sluice.syncs where id = $1',
      [id, LONG_AGO],
    )
    expect(next ?? [status]).toContain(rows[0]?.status)
    expect(answer ?? rows[0]?.touched).toBe(next !== null)
  })
})
