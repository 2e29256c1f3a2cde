import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { SpanPlace, WholeSpan } from '@sluice/shared/runtime'
import { createSecretBox } from '@sluice/shared/secrets'
import { cancelSync, createSync, failSync, openDatabase, type Database } from '@sluice/shared/store'
import { createControlDatabase, readTestServers, seedConfig, type TestDatabase } from '@sluice/shared/testing'
import { traceEndedSync } from './trace-ended-sync.ts'

let control: TestDatabase
let db: Database
beforeAll(async () => {
  control = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: control.url, applicationName: 'traces test' })
  await seedConfig(db, createSecretBox(Buffer.alloc(32, 1).toString('base64')), {})
})
afterAll(async () => {
  await db.close()
  await control.drop()
})

test('a sync that has ended is told of once, by whoever ended it, and one that runs is not', async () => {
  const told: (SpanPlace & WholeSpan)[] = []
  const traces = {
    start: () => () => {},
    tell: (place: SpanPlace, span: WholeSpan) => void told.push({ ...place, ...span }),
  }
  const deps = { db, traces, log: { debug: () => {} } as never }
  const { id } = await createSync(db, { mapping: 'people-identify', origin: 'manual' })
  await traceEndedSync(deps, id)
  await failSync(db, id, 'query_failed', 'the query failed')
  await traceEndedSync(deps, id, 'canceled')
  expect(told).toEqual([])
  await traceEndedSync(deps, id)
  expect(told).toMatchObject([
    {
      sync: id,
      isFailed: true,
      fields: { mapping: 'people-identify', status: 'failed', error: 'query_failed' },
    },
  ])
  expect(told[0]?.to.getTime()).toBeGreaterThanOrEqual(told[0]?.from.getTime() ?? Infinity)
  const next = await createSync(db, { mapping: 'people-identify', origin: 'manual' })
  await cancelSync(db, next.id)
  await traceEndedSync(deps, next.id, 'canceled')
  expect(told[1]).toMatchObject({ sync: next.id, isFailed: false, fields: { status: 'canceled' } })
})

test('what cannot be told of ends nothing', async () => {
  const away = { query: () => Promise.reject(new Error('away')) } as never
  const traces = { start: () => () => {}, tell: () => {} }
  await traceEndedSync({ db: away, traces, log: { debug: () => {} } as never }, 'x')
})
