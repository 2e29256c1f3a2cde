import type { ColumnType } from './column-type.ts'
import { createValueJson } from './value-json.ts'

/**
 * Types whose text is the same for equal values, another for different ones, and never has the character that parts
 * them.
 */
const BOUNDED = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
  'BIGNUM',
  'TIMESTAMP',
  'TIMESTAMP_S',
  'TIMESTAMP_MS',
  'TIMESTAMP_NS',
  'TIMESTAMP_TZ',
  'DATE',
  'TIME',
  'TIME_NS',
  'TIME_TZ',
  'INTERVAL',
  'UUID',
  'BIT',
])

/**
 * What stands for a value, itself SQL, in the digest of its row: null for null. A text is preceded by its length, so
 * that no two rows can look alike whatever characters they have.
 */
export function createDigestPart(value: string, type: ColumnType): string {
  if (type.kind === 'decimal')
    return type.scale > 0 ? `rtrim(rtrim(${value}::varchar, '0'), '.')` : `${value}::varchar`
  if (type.kind !== 'scalar') return measure(createValueJson(value, type))
  // -0.0 is 0.0.
  if (type.name === 'FLOAT' || type.name === 'DOUBLE') return `(${value} + 0)::varchar`
  if (BOUNDED.has(type.name)) return `${value}::varchar`
  return measure(type.name === 'BLOB' ? `hex(${value})` : `${value}::varchar`)
}

function measure(text: string): string {
  return `strlen(${text}) || ':' || ${text}`
}
