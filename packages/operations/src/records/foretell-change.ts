import type { CreateMessageId } from '@sluice/mapper/core'
import { createRowEvent, type Json, type NextDelta, type RecordFacts, type Row } from '@sluice/shared/domain'
import { parseExact } from '@sluice/shared/queues'
import { compilePreview } from '../preview/compile-preview.ts'
import { previewRow } from '../preview/preview-row.ts'
import type { PendingChange } from './record-document.ts'
import type { RecordScene } from './record-scene.ts'

/** The row that has a record's id; null where there is none, several, or one that is too large to be shown. */
export function readRow({ rows }: RecordFacts): Row | null {
  const [row, twin] = rows
  return row === undefined || twin !== undefined || row.row === null ? null : (parseExact(row.row) as Row)
}

/** What the next sync would send of a record, by the mapping as it is now; null where it makes nothing of it. */
export function foretellChange(
  { mapping, visitor }: RecordScene,
  facts: RecordFacts,
  { next, recordId, createId }: { next: NextDelta | null; recordId: string; createId: CreateMessageId },
  at: string,
): PendingChange | null {
  if (next === null) return null
  const { op, version } = next
  if (op === 'invalid') {
    const reason = 'identifier_duplicate: other rows have the same identifier'
    return { op, version, outcome: 'invalid', messageId: null, reason }
  }
  const row = op === 'deleted' ? clearRow(facts.columns) : readRow(facts)
  if (row === null) {
    const reason = 'row_too_large: the row is too large to be sent, or to be shown here'
    return { op, version, outcome: 'invalid', messageId: null, reason }
  }
  const checksum = op === 'deleted' ? '' : (facts.rows[0]?.checksum ?? '')
  const delta = { seq: 1, op, recordId, version, checksum, row }
  const given = createId(delta)
  const event = createRowEvent(delta, given, at)
  const preview = previewRow(compilePreview(mapping), mapping.trigger, { recordId, op, fault: null, event })
  const { outcome, reason } = preview
  const messageId = outcome === 'event' ? readMessageId(preview.event) : null
  const isOperator = visitor.role === 'operator'
  return {
    op,
    version,
    outcome,
    // One of the mapping's own may be a value of the row.
    messageId: isOperator || messageId === given ? messageId : null,
    ...(outcome === 'event' && isOperator ? { event: preview.event } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
}

/** A deleted row still has every column, all null. */
function clearRow(columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column): [string, Json] => [column, null]))
}

function readMessageId(event: unknown): string | null {
  const { messageId } = event as { readonly messageId?: unknown }
  return typeof messageId === 'string' ? messageId : null
}
