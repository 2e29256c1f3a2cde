import { createRowEvent } from '../../packages/shared/dist/domain/index.js'
import { createSegmentSide } from './segment-side.mjs'
import { createMessageId, createSluiceSide } from './sluice-side.mjs'
import { createDeltas, ROWS, STAGED_AT } from './workload.mjs'

/** `segment` or `sluice`, over the same rows and the same messageIds. */
export function createSide(name) {
  const deltas = createDeltas()
  if (name === 'sluice') return { name, rows: ROWS, ...createSluiceSide(deltas) }
  const createId = createMessageId()
  const rowEvents = deltas.map((delta) => createRowEvent(delta, createId(delta), STAGED_AT))
  return { name, rows: ROWS, ...createSegmentSide(rowEvents) }
}
