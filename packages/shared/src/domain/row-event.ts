import type { Delta, Op, Row } from './delta.ts'

/** What a mapping's paths and filter see: Segment's Reverse ETL envelope around a row. */
export interface RowEvent {
  readonly type: 'track'
  readonly event: 'new' | 'updated' | 'deleted'
  readonly __segment_id: string
  readonly messageId: string
  /** ISO-8601 instant at which the row was staged. */
  readonly timestamp: string
  readonly properties: Row
}

const EVENT_OF_OP: Readonly<Record<Op, RowEvent['event']>> = {
  added: 'new',
  updated: 'updated',
  deleted: 'deleted',
}

/** The row event of a delta, under the messageId that identifies this delta everywhere. */
export function createRowEvent(delta: Delta, messageId: string, stagedAt: string): RowEvent {
  return {
    type: 'track',
    event: EVENT_OF_OP[delta.op],
    __segment_id: delta.recordId,
    messageId,
    timestamp: stagedAt,
    properties: delta.row,
  }
}
