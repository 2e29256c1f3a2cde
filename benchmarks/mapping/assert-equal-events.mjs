import assert from 'node:assert/strict'
import { createSide } from './create-side.mjs'
import { MAPPINGS } from './workload.mjs'

/**
 * Throws unless both sides make the same event of every row with every mapping. Sluice names itself in
 * `context.library` by design; nothing else may differ.
 */
export async function assertEqualEvents() {
  const segment = await createSide('segment')
  const sluice = await createSide('sluice')
  for (const name of Object.keys(MAPPINGS)) {
    for (let index = 0; index < segment.rows; index += 1) {
      const expected = JSON.parse(await segment.mapOne(name, index))
      const actual = JSON.parse(await sluice.mapOne(name, index))
      assert.equal(actual.context.library.name, 'sluice')
      delete actual.context.library
      assert.deepEqual(actual, expected, `${name}, row ${index}: the two sides differ`)
    }
  }
}
