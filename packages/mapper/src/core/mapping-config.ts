import type { ActionName, Json } from '@sluice/shared/domain'
import type { DeadLetterCode } from '@sluice/shared/errors'
import type { RowEvent } from '@sluice/shared/domain'
import type { MappingPath } from './language/mapping-error.ts'

/** The part of a mapping that says what becomes of a row. */
export interface MappingConfig {
  readonly action: ActionName
  /** The action's fields by name, each raw or with directives. */
  readonly fields: { readonly [field: string]: Json }
  /** The rows to map, in FQL; all of them without one. */
  readonly filter?: string | null
}

/** One thing that is wrong with a mapping, or will not do what it says. */
export interface Mistake {
  /** Where, from the mapping's root: `['fields', 'traits', 'email', '@path']`. */
  readonly path: MappingPath
  readonly message: string
}

/** A compiled mapping, or every mistake that keeps it from being one. */
export type CompileResult =
  | { readonly ok: true; readonly mapping: CompiledMapping; readonly warnings: readonly Mistake[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

/** A mapping ready to run. It keeps nothing, changes nothing and never throws. */
export interface CompiledMapping {
  map(event: RowEvent): MapResult
}

/** What a mapping makes of one row. The reason names the place in the mapping and never a value of the row. */
export type MapResult =
  /** `json` is the serialised call of the Segment Spec. */
  | { readonly outcome: 'event'; readonly json: string }
  /** The filter did not let the row pass. */
  | { readonly outcome: 'skipped' }
  | {
      readonly outcome: 'invalid'
      readonly code: DeadLetterCode
      readonly path: MappingPath
      readonly reason: string
    }
