import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createControlDatabase, readTestServers, type TestDatabase } from '../../testing/index.ts'
import { openDatabase, readMemory, recordMemory, type Database } from '../index.ts'

const KNOWN = { knownEpoch: 20, generation: 7, source: 'warehouse' }

describe('what is known of a memory', () => {
  let testDatabase: TestDatabase
  let db: Database

  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'memories test' })
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  test.each([
    ['an older epoch, as a restored warehouse has it', { epoch: 10, generation: 8 }, { generation: 8 }],
    ['a lower generation', { epoch: 20, generation: 6 }, {}],
    ['less of both', { epoch: 10, generation: 1 }, {}],
    ['a later epoch', { epoch: 30, generation: 8 }, { knownEpoch: 30, generation: 8 }],
    ['another source', { epoch: 20, generation: 8, source: 'other' }, { generation: 8, source: 'other' }],
  ])('is never taken back: %s', async (_what, said, changes) => {
    await db.query('delete from sluice.memories')
    await db.query(
      `insert into sluice.memories (mapping_id, epoch, known_epoch, generation, source_id)
       values ('people', $1, $1, $2, $3)`,
      [KNOWN.knownEpoch, KNOWN.generation, KNOWN.source],
    )
    await recordMemory(db, { mapping: 'people', source: KNOWN.source, ...said })
    expect(await readMemory(db, 'people')).toEqual({ ...KNOWN, isResetDue: false, ...changes })
  })
})
