import type { MappingPath } from '../language/mapping-error.ts'

/** What the keys of a read start from. */
export type ReadOrigin =
  /** The row event. */
  | { readonly from: 'row' }
  /** An object that the mapping itself makes, whose members it spells out. */
  | { readonly from: 'object'; readonly members: readonly string[] }
  /** A value that only the rows know: an item of a list, or whatever a directive makes. */
  | { readonly from: 'value' }

/** One place of a mapping that looks at its row, or at what it has made of it. */
export type RowRead = ReadOrigin & {
  /** Where in the mapping: `['fields', 'traits', 'email', '@path']`. */
  readonly path: MappingPath
  /**
   * What is read stands at these keys, outermost first, or somewhere below: keys that only a row knows are left out.
   */
  readonly keys: readonly string[]
}
