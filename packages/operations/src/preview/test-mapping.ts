import { randomUUID } from 'node:crypto'
import { OPS } from '@sluice/shared/domain'
import { recordDelivery } from '@sluice/shared/store'
import type { AskDeps, TypedItem } from '../ask/ask-deps.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'
import { reserveOneCall } from '../usage/reserve-one-call.ts'
import { previewMapping } from './preview-mapping.ts'
import type { PreviewDocument } from './preview-row.ts'
import { readPreviewedMapping } from './read-previewed-mapping.ts'

/** A mapping of the config, or one that is not saved yet. */
export type TestMappingInput = ({ readonly mapping: string } | TypedItem) & {
  /** The row whose event is sent; the first that makes an event, if absent. */
  readonly recordId?: string
  readonly signal?: AbortSignal | undefined
}

/** What was sent, and what the Tracking API said to it. */
export interface MappingTest {
  /** The row, and its event if it makes one: else nothing was sent. */
  readonly preview: PreviewDocument | null
  readonly isSent: boolean
  readonly isAccepted: boolean
  /** One line. */
  readonly detail: string
}

/** So many rows are looked through for one that makes an event. */
const ROWS_LOOKED_AT = 100

/**
 * Sends the event of one real row to the destination of a mapping, once, whether that is enabled or not; nothing is
 * remembered of it, but that it was an API call. Fails with `operator_needed`, and as a preview fails.
 */
export async function testMapping(
  deps: AskDeps,
  input: TestMappingInput,
  visitor: Visitor,
): Promise<MappingTest> {
  refuseViewer(visitor, 'sending an event')
  const { signal, recordId } = input
  const mapping = await readPreviewedMapping(deps, input, visitor)
  // The row as it comes in first, of all that the trigger asks for.
  const op = OPS.find((each) => mapping.trigger.includes(each)) ?? 'added'
  const previews = await previewMapping(deps, { ...input, rows: { limit: ROWS_LOOKED_AT, op } }, visitor)
  const preview = previews.find((each) =>
    recordId === undefined ? each.outcome === 'event' : each.recordId === recordId,
  )
  if (preview?.outcome !== 'event') {
    const detail = preview?.reason ?? `none of the first ${ROWS_LOOKED_AT} rows makes an event`
    return { preview: preview ?? null, isSent: false, isAccepted: false, detail }
  }
  const { call, spent } = await reserveOneCall(deps, mapping.destination)
  if (spent !== null) return { preview, isSent: false, isAccepted: false, detail: spent }
  // Another each time: an event that Segment has seen would be dropped in silence.
  const event = { ...(preview.event as object), messageId: `test-${randomUUID()}` }
  const { isAccepted, detail } = await deps.asker.ask(
    { kind: 'send', destination: { id: mapping.destination }, event: JSON.stringify(event) },
    { visitor, look: { kind: 'mapping', id: mapping.id }, signal },
  )
  if (isAccepted) await recordDelivery(deps.db, mapping.destination, call)
  return { preview: { ...preview, event }, isSent: true, isAccepted, detail }
}
