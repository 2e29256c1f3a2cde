import type { Column } from '../port.ts'

/** A column of a model, with what decides how its values are digested and kept. */
export interface ModelColumn extends Column {
  /** Bare name of the type in the catalog, whatever the search path: `int4`, `_text`, `mood`. */
  readonly typeName: string
  /** Bytes of a value; negative for a type whose values differ in length. */
  readonly typeLength: number
  /** True for a type that comes with the server. */
  readonly isBuiltIn: boolean
  /** True for a type that no table can have, such as the record of `row(1, 2)`. */
  readonly isPseudo: boolean
  /**
   * True for composite values and arrays of them: their JSON names every field, so it
   * may be far longer than their text.
   */
  readonly isComposite: boolean
  readonly isCollatable: boolean
}
