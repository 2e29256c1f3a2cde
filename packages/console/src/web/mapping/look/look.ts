import type { FilterGroup } from '../filter/filter-tree.ts'
import type { PreviewWords } from '../preview/describe-preview.ts'
import type { ScheduleWords } from '../schedule/describe-schedule.ts'

/** What a form says, looked at before it is saved. */
export interface Look {
  /** What is wrong, by the names of inputs. */
  readonly issues: Readonly<Record<string, string>>
  /** What is legal and likely wrong. */
  readonly warnings: readonly string[]
  /** The conditions of the filter; null for one that stays text. */
  readonly filter: FilterGroup | null
  /** null for a schedule that cannot be read. */
  readonly schedule: ScheduleWords | null
  /** The event of the row that was sent along; null without one, or while something is wrong. */
  readonly preview: PreviewWords | null
}

/** A column of a model. */
export interface SampleColumn {
  readonly name: string
  readonly type: string
}

/** Some rows of a model, to look at a mapping with. */
export interface Sample {
  readonly columns: readonly SampleColumn[]
  readonly rows: readonly SampleRow[]
}

/** A row by its identifier, with its columns as JSON text. */
export interface SampleRow {
  readonly recordId: string | null
  readonly row: string
}

/** What a script asked for, or why it did not get it. */
export type Got<Value> =
  | { readonly state: 'waiting' }
  | { readonly state: 'got'; readonly value: Value }
  | { readonly state: 'failed'; readonly message: string }
