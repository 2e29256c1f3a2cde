import type { Column } from '../port.ts'

/**
 * The SQL that turns a value of a type, itself SQL, into what a mapping sees, so that every JSON reader understands
 * it alike; docs/column-types.md is the table. It expects the settings of a session of ours: UTC, ISO dates.
 */
export function createColumnExpression(column: string, type: Column['type']): string {
  switch (type) {
    case 'bigint':
      return (
        `case when ${column} between -9007199254740992 and 9007199254740992 then to_json(${column}) ` +
        `when ${survivesDouble(column)} then to_json(${column}) else to_json(${column}::text) end`
      )
    case 'numeric':
      // Outside these bounds the cast to a double would fail; fifteen digits survive it in any case.
      return (
        `case when abs(${column}) < 'infinity' then ` +
        `case when length(${column}::text) <= 15 then to_json(${column}) ` +
        `when ${column} <> 0 and (abs(${column}) >= 1e300 or abs(${column}) < 1e-300) then to_json(${column}::text) ` +
        `when ${survivesDouble(column)} then to_json(${column}) else to_json(${column}::text) end end`
      )
    case 'real':
    case 'double precision':
      // NaN is the greatest of all numbers here.
      return `case when abs(${column}) < 'infinity' then ${column} end`
    case 'timestamp with time zone':
      return createInstant(column, `(${column} at time zone 'UTC')`)
    case 'timestamp without time zone':
      return createInstant(column, column)
    case 'date':
      return createDate(column)
    case 'bytea':
      return `translate(encode(${column}, 'base64'), e'\\n', '')`
    default:
      return column
  }
}

function survivesDouble(column: string): string {
  return `${column}::float8::text::numeric = ${column}`
}

function createInstant(column: string, utc: string): string {
  return (
    `case when not isfinite(${column}) then null ` +
    `when ${hasFourDigitYear(utc)} then replace(${utc}::text, ' ', 'T') || 'Z' ` +
    `else ${createExpandedYear(utc)} || to_char(${utc}, '-MM-DD"T"HH24:MI:SS.US"Z"') end`
  )
}

function createDate(column: string): string {
  // to_char would go through a timestamp, which ends earlier than a date.
  const pair = (field: 'month' | 'day'): string =>
    `'-' || lpad(extract(${field} from ${column})::text, 2, '0')`
  return (
    `case when not isfinite(${column}) then null when ${hasFourDigitYear(column)} then ${column}::text ` +
    `else ${createExpandedYear(column)} || ${pair('month')} || ${pair('day')} end`
  )
}

function hasFourDigitYear(column: string): string {
  return `${column} >= '0001-01-01' and ${column} < '10000-01-01'`
}

/** ISO-8601's expanded year, a sign and at least six digits; 1 BC is the year 0. */
function createExpandedYear(column: string): string {
  const year = `(extract(year from ${column})::int + case when ${column} < '0001-01-01' then 1 else 0 end)`
  const digits = `abs(${year})::text`
  return `case when ${year} < 0 then '-' else '+' end || lpad(${digits}, greatest(6, length(${digits})), '0')`
}
