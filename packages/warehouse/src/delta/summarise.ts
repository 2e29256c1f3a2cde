import { SluiceError } from '@sluice/shared/errors'
import type { StagedSummary } from '../port.ts'
import { RECORD_ID_LIMIT_BYTES } from './limits.ts'

/** What was counted in a staged table, in rows. */
export interface StagedCounts {
  readonly added: number
  readonly updated: number
  readonly deleted: number
  readonly invalid: number
  /** Those that have a place among the rows to deliver. */
  readonly placed: number
  /** The longest record id in bytes, 0 when there is none. */
  readonly longestIdBytes: number
}

/** The summary of what was staged; refuses identifiers that are too long to be remembered, with `query_failed`. */
export function summarise(
  { added, updated, deleted, invalid, placed, longestIdBytes }: StagedCounts,
  { modelId, stagedAt, known }: { readonly modelId: string } & Pick<StagedSummary, 'stagedAt' | 'known'>,
): StagedSummary {
  if (longestIdBytes > RECORD_ID_LIMIT_BYTES) {
    throw new SluiceError(
      'query_failed',
      `model ${modelId}: an identifier is ${longestIdBytes} bytes long, more than ${RECORD_ID_LIMIT_BYTES}: choose a column that names the row`,
    )
  }
  return {
    stagedAt,
    added,
    updated,
    deleted,
    invalid,
    skipped: added + updated + deleted - placed,
    toDeliver: placed,
    lastSeq: placed,
    known,
  }
}
