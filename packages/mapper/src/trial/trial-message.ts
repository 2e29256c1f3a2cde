import type { MapResult, MappingConfig } from '../core/index.ts'

/** What a trial is asked: first for a mapping, then for one row after another. */
export type TrialRequest =
  | { readonly mapping: MappingConfig }
  | {
      /** As `decodeDeltas` gives it. */
      readonly text: string
      readonly messageId: string
      readonly stagedAt: string
    }

/** What a trial says: once that it is ready, when it has the mapping, then what becomes of each row. */
export type TrialAnswer = { readonly isReady: true } | MapResult
