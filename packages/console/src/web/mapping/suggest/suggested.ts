import type { Suggestions } from '@sluice/mapper/core'

/** A field that was empty and was filled. */
export interface FilledField {
  /** What the form calls it, with the key of a member: `Traits email`. */
  readonly title: string
  readonly column: string
  readonly score: number
  readonly reason: string
}

/** The text of a field before and after it was filled. */
export interface FieldChange {
  readonly name: string
  readonly before: string
  readonly after: string
}

/** What was suggested for a form, and what became of it. */
export interface Suggested {
  readonly filled: readonly FilledField[]
  /** In words, for each field that a person has to choose for. */
  readonly open: readonly string[]
  /** What takes it back. */
  readonly changes: readonly FieldChange[]
}

/** What the warehouse's columns say, before it is laid over a form. */
export type AskedSuggestions = Pick<Suggestions, 'suggestions' | 'ties' | 'needed'>

/** The fields as they were before they were filled; one that was changed since stays. */
export function takeBack(
  fields: Readonly<Record<string, string>>,
  changes: readonly FieldChange[],
): Readonly<Record<string, string>> {
  const back = changes
    .filter(({ name, after }) => fields[name] === after)
    .map(({ name, before }) => [name, before] as const)
  return { ...fields, ...Object.fromEntries(back) }
}
