import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals'
import { OWNER } from '../testing/run-sync.ts'
import { testCanceling } from './canceling.ts'
import { testComparedColumns } from './compared-columns.ts'
import { testCommitting } from './committing.ts'
import { testDying } from './dying.ts'
import type { Engine, OpenScene, Scene } from './engine.ts'
import { testDrafts } from './drafts.ts'
import { testEpochs } from './epochs.ts'
import { testIdentifiers } from './identifiers.ts'
import { testKeptBack } from './kept-back.ts'
import { testLargeRows } from './large-rows.ts'
import { testManyRows } from './many-rows.ts'
import { testMemories } from './memories.ts'
import { createPeople, fillPeople } from './people.ts'
import { testRecords } from './records.ts'
import { testStaging } from './staging.ts'
import { testSyncLog } from './sync-log.ts'
import { testTypes } from './types.ts'
import { testUncertainty } from './uncertainty.ts'

/** What every warehouse promises, as tests against one of them: all of a file `contract.test.ts` beside it. */
export function testContract(engine: Engine): void {
  describe(`the contract of a warehouse, as ${engine.type.type} keeps it:`, () => {
    let scene: Scene | undefined
    const open: OpenScene = () => {
      if (scene === undefined) throw new Error('the scene is not open yet')
      return scene
    }
    beforeAll(async () => {
      scene = await engine.open()
      await createPeople(scene)
    })
    beforeEach(async () => {
      await open().forget(OWNER.mappingId)
      await fillPeople(open())
    })
    afterAll(() => scene?.close())

    testStaging(open)
    testIdentifiers(open)
    testLargeRows(open)
    testCommitting(engine, open)
    testKeptBack(open)
    testComparedColumns(open)
    testSyncLog(open)
    testUncertainty(open)
    testMemories(open)
    testEpochs(open)
    testTypes(engine, open)
    testCanceling(engine, open)
    testDrafts(engine, open)
    testRecords(open)
    testDying(open)
    testManyRows(engine, open)
  })
}
