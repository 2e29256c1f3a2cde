import type { MappingConfig } from '../core/index.ts'

/** What a trial is asked: first for a mapping, then for one row after another. */
export type TrialRequest =
  | { readonly mapping: MappingConfig }
  | {
      /** As `decodeDeltas` gives it. */
      readonly text: string
      readonly messageId: string
      readonly stagedAt: string
    }
