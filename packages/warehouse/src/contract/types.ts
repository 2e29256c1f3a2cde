import { describe, expect, test } from '@jest/globals'
import { parseExact } from '@sluice/shared/queues'
import { LOGICAL_TYPES, type LogicalType, type LogicalTypeForm } from '../logical-types.ts'
import { createStageRequest, stageAndRead } from '../testing/run-sync.ts'
import type { Engine, OpenScene } from './engine.ts'

/** That a mapping sees the same of the same value, whatever the warehouse. */
export function testTypes(engine: Engine, open: OpenScene): void {
  describe('the JSON of a value', () => {
    test.each(Object.keys(LOGICAL_TYPES) as LogicalType[])(
      'of type %s is as it is everywhere',
      async (type) => {
        const { examples }: LogicalTypeForm = LOGICAL_TYPES[type]
        const sql: Readonly<Record<string, string>> = engine.examples[type]
        const columns = examples.map(({ name }, index) => `${sql[name]} as v${index}`)
        const model = { query: `select 1 as id, ${columns.join(', ')}`, identifier: 'id' }
        const expected = examples.map(({ json }, index) => `"v${index}":${json}`).join(',')
        const { staged } = await stageAndRead(open().warehouse, createStageRequest({ model }))
        // Only how it is written may differ: 1.10 and 1.1, blanks, the order of keys.
        expect(parseExact(staged[0]?.row ?? '')).toEqual(parseExact(`{"id":1,${expected}}`))
      },
    )
  })
}
