import { createRowEvent } from '../../packages/shared/dist/domain/index.js'
import { createMessageId, createSluiceSide } from './sluice-side.mjs'
import { createDeltas, ROWS, STAGED_AT } from './workload.mjs'

/**
 * `segment` or `sluice`, over the same rows and the same messageIds. What Segment's side needs is loaded for it alone.
 */
export async function createSide(name) {
  const deltas = createDeltas()
  if (name === 'sluice') return { name, rows: ROWS, ...createSluiceSide(deltas) }
  const { createSegmentSide } = await import('./segment-side.mjs')
  const createId = createMessageId()
  const rowEvents = deltas.map((delta) => createRowEvent(delta, createId(delta), STAGED_AT))
  return { name, rows: ROWS, ...createSegmentSide(rowEvents) }
}
