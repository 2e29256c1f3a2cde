/** Where one part of an event comes from. */
export type EventPart =
  | { readonly from: 'constant'; readonly text: string }
  /** The field's value, or one member of it. */
  | { readonly from: 'field'; readonly field: string; readonly member?: string }
  /** The consent object when it is a valid one, else an empty object. */
  | { readonly from: 'consent'; readonly field: string }
  /** An object of parts; over them the members of a free field, and over those `over`. */
  | {
      readonly from: 'object'
      readonly members: { readonly [key: string]: EventPart }
      readonly spread?: string
      readonly over?: { readonly [key: string]: EventPart }
    }

/** The parts of a whole event by their keys, in the order in which the event holds them. */
export type EventShape = { readonly [key: string]: EventPart }

/** The part that is a field's value. */
export function field(name: string, member?: string): EventPart {
  return member === undefined ? { from: 'field', field: name } : { from: 'field', field: name, member }
}

/** The part that is always this text. */
export function constant(text: string): EventPart {
  return { from: 'constant', text }
}

/** The part that is an object of parts under the members of a free field. */
export function spread(
  name: string,
  members: { readonly [key: string]: EventPart } = {},
  over?: { readonly [key: string]: EventPart },
): EventPart {
  return { from: 'object', members, spread: name, ...(over && { over }) }
}
