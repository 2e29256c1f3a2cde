import type { ColumnType, Field } from './column-type.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'

/**
 * The SQL that turns a value, itself SQL, into what a mapping sees of it: JSON text, null for null. It is exact at
 * any depth, and depends on no setting but the time zone UTC; docs/column-types.md is the table. DuckDB's own
 * `to_json` writes NaN, which is no JSON, rounds the numbers within a value of type JSON, and has spaces in instants.
 */
export function createValueJson(value: string, type: ColumnType, depth = 0): string {
  switch (type.kind) {
    case 'scalar':
      return createScalar(value, type.name)
    case 'decimal':
      return createDecimal(value, `decimal(${type.width}, ${type.scale})`)
    case 'list':
      return createArray(value, type.element, depth)
    case 'struct':
      return createStruct(value, type.fields, depth)
    case 'union':
      return createUnion(value, type.fields, depth)
    case 'map':
      return createMap(value, type.value, depth)
    default:
      return type satisfies never
  }
}

/** The SQL of a value's JSON, `null` for null. */
export function createMemberJson(value: string, type: ColumnType, depth = 0): string {
  return `coalesce(${createValueJson(value, type, depth)}, 'null')`
}

/** Integers that a double always keeps. */
const SMALL_INTEGERS = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'BOOLEAN',
])
const LARGE_INTEGERS = new Set(['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT'])
const DOUBLES = new Set(['FLOAT', 'DOUBLE'])
const INSTANTS = new Set(['TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'])
/** Types whose text has nothing that JSON would escape. */
const PLAIN_TEXTS = new Set(['UUID', 'BIT', 'TIME', 'TIME_NS', 'TIME_TZ'])

function createScalar(value: string, name: string): string {
  const text = `${value}::varchar`
  if (SMALL_INTEGERS.has(name)) return text
  if (LARGE_INTEGERS.has(name)) {
    // An unsigned one cannot even be compared with a negative number.
    const isSmall = name.startsWith('U')
      ? `${value} <= 9007199254740992`
      : `${value} between -9007199254740992 and 9007199254740992`
    return (
      `case when ${isSmall} then ${text} ` +
      `when try_cast(${text}::double::varchar as ${name}) = ${value} then ${text} else ${quote(text)} end`
    )
  }
  if (DOUBLES.has(name)) return `case when isfinite(${value}) then ${text} end`
  if (INSTANTS.has(name)) return createInstant(value, value)
  if (PLAIN_TEXTS.has(name)) return quote(text)
  switch (name) {
    case 'BIGNUM':
      return `case when length(${text}) <= 15 then ${text} else ${quote(text)} end`
    case 'TIMESTAMP_TZ':
      return createInstant(value, `(${value} at time zone 'UTC')`)
    case 'DATE':
      return createDate(value)
    case 'INTERVAL':
      return createInterval(value)
    case 'BLOB':
      return quote(`to_base64(${value})`)
    case 'JSON':
      return createStrictJson(value)
    default:
      return escape(text)
  }
}

/** Fifteen digits survive a double in any case. */
function createDecimal(value: string, type: string): string {
  const text = `${value}::varchar`
  return (
    `case when length(${text}) <= 15 then ${text} ` +
    `when try_cast(${text}::double::varchar as ${type}) = ${value} then ${text} else ${quote(text)} end`
  )
}

function createArray(value: string, element: ColumnType, depth: number): string {
  const each = quoteIdentifier(`sluice ${depth}`)
  const items = `list_transform(${value}, lambda ${each}: ${createMemberJson(each, element, depth + 1)})`
  return `'[' || array_to_string(${items}, ',') || ']'`
}

function createStruct(value: string, fields: readonly Field[], depth: number): string {
  const isNamed = fields.some(({ name }) => name !== '')
  const members = fields.map(({ name, type }, index) =>
    isNamed
      ? `${quoteLiteral(`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`)}, ` +
        createMemberJson(`struct_extract(${value}, ${quoteLiteral(name)})`, type, depth)
      : `${quoteLiteral(index > 0 ? ',' : '')}, ${createMemberJson(`struct_extract(${value}, ${index + 1})`, type, depth)}`,
  )
  const [open, end] = isNamed ? ['{', '}'] : ['[', ']']
  return `case when ${value} is not null then concat('${open}', ${members.join(', ')}, '${end}') end`
}

function createUnion(value: string, fields: readonly Field[], depth: number): string {
  const members = fields.map(
    ({ name, type }) =>
      `when ${quoteLiteral(name)} then ${createValueJson(`union_extract(${value}, ${quoteLiteral(name)})`, type, depth)}`,
  )
  return `case union_tag(${value})::varchar ${members.join(' ')} end`
}

function createMap(value: string, type: ColumnType, depth: number): string {
  const each = quoteIdentifier(`sluice ${depth}`)
  const member = `${escape(`${each}.key::varchar`)} || ':' || ${createMemberJson(`${each}.value`, type, depth + 1)}`
  return `'{' || array_to_string(list_transform(map_entries(${value}), lambda ${each}: ${member}), ',') || '}'`
}

const STRINGS = String.raw`'"(?:[^"\\]|\\.)*"'`
const WORDS = String.raw`'\b(?:true|false|null)\b'`
// Letters other than those of an exponent, or a comma before the end of a list.
const LENIENT = String.raw`'[a-df-zA-DF-Z]|,\s*[\]}]'`

/**
 * A value of type JSON as it is written, since DuckDB would round its numbers. DuckDB takes NaN, Infinity and a last
 * comma for JSON, which nobody else does: such a value is a string.
 */
function createStrictJson(value: string): string {
  const text = `${value}::varchar`
  const bare = `regexp_replace(regexp_replace(${text}, ${STRINGS}, '""', 'g'), ${WORDS}, '0', 'g')`
  return `case when regexp_matches(${bare}, ${LENIENT}) then ${escape(text)} else ${text} end`
}

function createInstant(value: string, utc: string): string {
  return (
    `case when not isfinite(${value}) then null ` +
    `when ${hasFourDigitYear(utc)} then '"' || replace(${utc}::varchar, ' ', 'T') || 'Z"' ` +
    `else '"' || ${createExpandedYear(utc)} || strftime(${utc}, '-%m-%dT%H:%M:%S.%fZ') || '"' end`
  )
}

function createDate(value: string): string {
  return (
    `case when not isfinite(${value}) then null when ${hasFourDigitYear(value)} then '"' || ${value}::varchar || '"' ` +
    `else '"' || ${createExpandedYear(value)} || strftime(${value}, '-%m-%d') || '"' end`
  )
}

function hasFourDigitYear(value: string): string {
  return `year(${value}) between 1 and 9999`
}

/** ISO-8601's expanded year, a sign and at least six digits; 1 BC is the year 0. */
function createExpandedYear(value: string): string {
  const digits = `abs(year(${value}))::varchar`
  return `case when year(${value}) < 0 then '-' else '+' end || lpad(${digits}, greatest(6, length(${digits}))::integer, '0')`
}

/** ISO-8601: P1M2DT3H4M5S. */
function createInterval(value: string): string {
  const part = (name: string, letter: string): string =>
    `case when datepart('${name}', ${value}) <> 0 then datepart('${name}', ${value})::varchar || '${letter}' end`
  const microseconds = `datepart('microsecond', ${value})`
  const seconds = `case when ${microseconds} <> 0 then rtrim(rtrim(printf('%.6f', ${microseconds} / 1e6), '0'), '.') || 'S' end`
  const days = `${part('year', 'Y')}, ${part('month', 'M')}, ${part('day', 'D')}`
  const hours = `${part('hour', 'H')}, ${part('minute', 'M')}, ${seconds}`
  return (
    `case when ${value} is not null then concat('"P', ${days}, ` +
    `case when concat(${hours}) <> '' then 'T' || concat(${hours}) when concat(${days}) = '' then 'T0S' end, '"') end`
  )
}

function quote(text: string): string {
  return `'"' || ${text} || '"'`
}

function escape(text: string): string {
  return `to_json(${text})::varchar`
}
