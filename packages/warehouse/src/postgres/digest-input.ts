import type { ModelColumn } from './model-column.ts'

/** How a value goes into the digest of its row. */
export interface DigestInput {
  /** SQL of what is digested. */
  readonly sql: string
  /** True for SQL that costs enough to be evaluated only once: its length is asked, too. */
  readonly isText: boolean
}

/**
 * Types whose values `hash_record_extended` takes byte by byte, equal values being equal bytes: -0.0 is 0.0, every
 * NaN is one. The server's hashes of other types are made to find equal values and may well give different ones
 * the same: that of an int8 folds its halves, that of a numeric ignores the sign, that of an array its dimensions.
 */
const HASHED_AS_THEY_ARE = new Set(['bool', 'int2', 'int4', 'date', 'float4', 'float8', 'uuid', 'bytea'])

const TEXTS = new Set(['text', 'varchar', 'bpchar'])

/** Types that are digested in their binary form, which depends on no setting and takes less time to write than text. */
const BINARY_WRITERS: Readonly<Record<string, string>> = {
  int8: 'int8send',
  timestamp: 'timestamp_send',
  timestamptz: 'timestamptz_send',
  time: 'time_send',
}

// What json lets pass and jsonb refuses: a NUL, half a surrogate pair, numbers without end.
const NO_JSONB = String.raw`'\\u|[eE][+-]?[0-9]{3}|[0-9]{255}'`

/**
 * What stands for a value, itself SQL, in the digest of its row: the same for equal values, another for different ones.
 */
export function createDigestInput(
  value: string,
  { typeName, isBuiltIn }: Pick<ModelColumn, 'typeName' | 'isBuiltIn'>,
): DigestInput {
  // A type of the user's may be named like one of the server's.
  if (!isBuiltIn) return { sql: `${value}::text`, isText: true }
  if (HASHED_AS_THEY_ARE.has(typeName)) return { sql: value, isText: false }
  if (TEXTS.has(typeName)) return { sql: `${value} collate "C"`, isText: false }
  const write = BINARY_WRITERS[typeName]
  if (write !== undefined) return { sql: `${write}(${value})`, isText: false }
  return { sql: createText(value, typeName), isText: true }
}

function createText(value: string, typeName: string): string {
  // 1.0 is 1.00.
  if (typeName === 'numeric') return `trim_scale(${value})::text`
  if (typeName !== 'json') return `${value}::text`
  return `case when ${value}::text ~ ${NO_JSONB} then ${value}::text else ${value}::jsonb::text end`
}
