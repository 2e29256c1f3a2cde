import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openDatabase, type Database } from '@sluice/shared/store'
import { createControlDatabase, readTestServers } from '@sluice/shared/testing'
import { lookAtMapping, type MappingLook } from './look-at-mapping.ts'

let control: Awaited<ReturnType<typeof createControlDatabase>>
let db: Database
beforeAll(async () => {
  control = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: control.url, applicationName: 'sluice look test' })
})
afterAll(async () => {
  await db?.close()
  await control?.drop()
})

const ITEM = {
  id: 'customers-identify',
  model: 'customers',
  destination: 'segment',
  action: 'sendIdentify',
  trigger: ['added', 'updated'],
  schedule: { every: '15m' },
  fields: { user_id: { '@path': '$.properties.id' }, traits: { email: { '@path': '$.properties.email' } } },
}

function look(changed: object, role: 'operator' | 'viewer' = 'operator'): Promise<MappingLook> {
  return lookAtMapping(
    { db },
    {
      item: { ...ITEM, ...changed },
      row: { recordId: '42', row: '{"id": 42, "email": "ada@example.com"}' },
      columns: ['id', 'email'],
    },
    { actor: 'console:ada', role },
  )
}

test('a row that is at hand becomes the event that it would be sent as', async () => {
  const { mistakes, warnings, schedule, preview } = await look({})
  expect({ mistakes, warnings, schedule }).toEqual({ mistakes: [], warnings: [], schedule: { every: '15m' } })
  expect(preview).toMatchObject({
    recordId: '42',
    op: 'added',
    outcome: 'event',
    event: { type: 'identify', userId: '42', traits: { email: 'ada@example.com' } },
  })
})

test('a mapping of deleted rows alone sees the row as deleted', async () => {
  const { preview } = await look({ trigger: ['deleted'], fields: { user_id: { '@path': '$.__segment_id' } } })
  expect(preview).toMatchObject({ op: 'deleted', outcome: 'event', event: { userId: '42' } })
})

test('what is wrong is told with its place, and what can be read is read', async () => {
  const { mistakes, schedule, preview } = await look({ filter: 'no', fields: { user_id: { '@nope': 1 } } })
  expect(mistakes.map(({ path }) => path.slice(0, 2))).toEqual([['filter'], ['fields', 'user_id']])
  expect({ schedule, preview }).toEqual({ schedule: { every: '15m' }, preview: null })
})

test('a name that is not right yet keeps nobody from seeing the event', async () => {
  const { mistakes, preview } = await look({ id: 'Not Yet' })
  expect(mistakes.map(({ path }) => path)).toEqual([['id']])
  expect(preview).toMatchObject({ outcome: 'event' })
})

test('a column that the model does not have is a warning', async () => {
  const { warnings } = await look({ fields: { user_id: { '@path': '$.properties.emial' } } })
  expect(warnings.map(({ message }) => message)).toEqual([
    'model "customers" has no column "emial" (did you mean "email"?)',
  ])
})

test('a viewer may not map rows with what is not saved', () =>
  expect(look({}, 'viewer')).rejects.toMatchObject({ code: 'operator_needed' }))
