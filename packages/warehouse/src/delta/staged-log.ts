import type { SeqRange } from '../port.ts'

/** Writes what becomes of staged rows into the sync log, where the source keeps one, while they are merged. */
export interface StagedLog {
  inDoubt(ranges: readonly SeqRange[]): Promise<void>
  /** Those that the trigger does not ask for: before the filter's are made like them. */
  skippedByTrigger(): Promise<void>
  skippedByFilter(seqs: readonly number[]): Promise<void>
  /** All others, once the rows that are not merged are gone; and the sync itself. */
  rest(dead: readonly number[]): Promise<void>
}

/** What a commit writes where the source keeps no log. */
export const NO_LOG: StagedLog = {
  inDoubt: async () => {},
  skippedByTrigger: async () => {},
  skippedByFilter: async () => {},
  rest: async () => {},
}
