import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals'
import { OWNER } from '../testing/run-sync.ts'
import { describeCanceling } from './canceling.ts'
import { describeCommitting } from './committing.ts'
import { describeDying } from './dying.ts'
import type { Engine, OpenScene, Scene } from './engine.ts'
import { describeEpochs } from './epochs.ts'
import { describeIdentifiers } from './identifiers.ts'
import { describeKeptBack } from './kept-back.ts'
import { describeLargeRows } from './large-rows.ts'
import { describeManyRows } from './many-rows.ts'
import { describeMemories } from './memories.ts'
import { createPeople, fillPeople } from './people.ts'
import { describeStaging } from './staging.ts'
import { describeTypes } from './types.ts'
import { describeUncertainty } from './uncertainty.ts'

/** What every warehouse promises, as tests against one of them: all of a file `contract.test.ts` beside it. */
export function describeContract(engine: Engine): void {
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

    describeStaging(open)
    describeIdentifiers(open)
    describeLargeRows(open)
    describeCommitting(engine, open)
    describeKeptBack(open)
    describeUncertainty(open)
    describeMemories(open)
    describeEpochs(open)
    describeTypes(engine, open)
    describeCanceling(engine, open)
    describeDying(open)
    describeManyRows(engine, open)
  })
}
