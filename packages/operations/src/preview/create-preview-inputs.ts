import type { CreateMessageId } from '@sluice/mapper/core'
import { createRowEvent, type AskedRow, type Op, type Row } from '@sluice/shared/domain'
import { parseExact } from '@sluice/shared/queues'
import type { PreviewInput } from './preview-row.ts'

/** Rows of a warehouse in their envelopes, as if each had just been changed by `op` for the first time. */
export function createPreviewInputs(
  rows: readonly AskedRow[],
  options: { readonly op: Op; readonly at: string; readonly createMessageId: CreateMessageId },
): readonly PreviewInput[] {
  const { op, at, createMessageId } = options
  return rows.map(({ recordId, row }, index) => {
    const columns = parseExact(row) as Row
    const delta = {
      seq: index + 1,
      op,
      recordId: recordId ?? '',
      version: 1,
      checksum: '',
      row: op === 'deleted' ? clearColumns(columns) : columns,
    }
    const event = createRowEvent(delta, createMessageId(delta), at)
    return { recordId, op, fault: findFault(recordId, rows), event }
  })
}

/** A deleted row still has every column, all null. */
function clearColumns(row: Row): Row {
  return Object.fromEntries(Object.keys(row).map((column) => [column, null]))
}

function findFault(recordId: string | null, rows: readonly AskedRow[]): string | null {
  if (recordId === null) return 'identifier_null: the identifier column is null or empty'
  const isRepeated = rows.filter((row) => row.recordId === recordId).length > 1
  return isRepeated ? 'identifier_duplicate: another row has the same identifier' : null
}
