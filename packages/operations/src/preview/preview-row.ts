import type { CompiledMapping } from '@sluice/mapper/core'
import type { Op, RowEvent } from '@sluice/shared/domain'

/** One row as its mapping would send it; what `sluice preview --json` prints of it. */
export interface PreviewDocument {
  readonly recordId: string | null
  readonly op: Op
  readonly outcome: 'event' | 'skipped' | 'invalid'
  /** The call of the Segment Spec. */
  readonly event?: unknown
  readonly reason?: string
}

/** A row in its envelope; `fault` tells why its identifier will not do, null when it does. */
export interface PreviewInput {
  readonly recordId: string | null
  readonly op: Op
  readonly fault: string | null
  readonly event: RowEvent
}

/** Maps one row with the very code that the mapper runs. */
export function previewRow(
  mapping: CompiledMapping,
  trigger: readonly Op[],
  row: PreviewInput,
): PreviewDocument {
  const { recordId, op } = row
  if (row.fault !== null) return { recordId, op, outcome: 'invalid', reason: row.fault }
  if (!trigger.includes(op)) {
    return { recordId, op, outcome: 'skipped', reason: `the trigger of the mapping does not name ${op}` }
  }
  const result = mapping.map(row.event)
  switch (result.outcome) {
    case 'event':
      return { recordId, op, outcome: 'event', event: JSON.parse(result.json) as unknown }
    case 'skipped':
      return { recordId, op, outcome: 'skipped', reason: 'the filter does not let it pass' }
    case 'invalid':
      return { recordId, op, outcome: 'invalid', reason: `${result.code}: ${result.reason}` }
    default:
      return result satisfies never
  }
}
