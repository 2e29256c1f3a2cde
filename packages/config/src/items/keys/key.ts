import type { z } from 'zod'

/** One key of an item: what a file may say under it, and what that means. */
export interface Key<Value = unknown> {
  /** As a file calls it. */
  readonly name: string
  /** What may be said; a key that must be there does not take `undefined`. */
  readonly schema: z.ZodType
  /** The value that is meant by what was said. */
  read(said: unknown): Value
  /** How a file says a value, in one form for each; `undefined` for what it means to say nothing. */
  write(value: Value): unknown
  /** True where every text of it is sealed, and never shown to anybody. */
  readonly isHidden?: boolean
  /** What it takes, in words, where its schema alone would not say it well. */
  readonly expects?: string
  /** The keys of the object that it takes, for whoever misspells one. */
  readonly nested?: readonly string[]
}

/** The keys of a kind of item, by the properties that they become. */
export type KeysOf<Item> = { readonly [Property in keyof Item]-?: Key<Item[Property]> }

type More = Pick<Key, 'isHidden' | 'expects' | 'nested'>

/** A key whose value is what a file says. */
export function plainKey<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  more: More = {},
): Key<z.output<Schema>> {
  return { name, schema, read: (said) => said as z.output<Schema>, write: (value) => value, ...more }
}

/** A key that may be left out, which means null. */
export function optionalKey<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  more: More = {},
): Key<z.output<Schema> | null> {
  return {
    name,
    schema: schema.optional(),
    read: (said) => (said as z.output<Schema> | undefined) ?? null,
    write: (value) => value ?? undefined,
    ...more,
  }
}

/** A key whose value is another than what a file says of it. */
export function codedKey<Schema extends z.ZodType, Value>(
  name: string,
  schema: Schema,
  {
    read,
    write,
    ...more
  }: More & {
    readonly read: (said: z.output<Schema>) => Value
    readonly write: (value: Value) => unknown
  },
): Key<Value> {
  return { name, schema, read: (said) => read(said as z.output<Schema>), write, ...more }
}
