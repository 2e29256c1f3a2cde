import type { DuckDBType } from '@duckdb/node-api'
import type { Driver } from './driver.ts'

/** The type of a column, or of what is in it, whatever the driver calls it. */
export type ColumnType =
  /** `name` is DuckDB's own, in capitals: `INTEGER`, `DECIMAL`, `JSON`. */
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'decimal'; readonly width: number; readonly scale: number }
  | { readonly kind: 'list'; readonly element: ColumnType }
  | { readonly kind: 'struct' | 'union'; readonly fields: readonly Field[] }
  | { readonly kind: 'map'; readonly key: ColumnType; readonly value: ColumnType }

/** A field of a struct, or a member of a union. */
export interface Field {
  /** Empty for all fields of a struct without names, as `row(1, 2)` gives it. */
  readonly name: string
  readonly type: ColumnType
}

/** What the driver says of a type, read once. */
export function readColumnType(driver: Driver, type: DuckDBType): ColumnType {
  const {
    DuckDBListType,
    DuckDBArrayType,
    DuckDBStructType,
    DuckDBUnionType,
    DuckDBMapType,
    DuckDBDecimalType,
  } = driver
  const read = (inner: DuckDBType): ColumnType => readColumnType(driver, inner)
  if (type instanceof DuckDBDecimalType) return { kind: 'decimal', width: type.width, scale: type.scale }
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType)
    return { kind: 'list', element: read(type.valueType) }
  if (type instanceof DuckDBStructType)
    return {
      kind: 'struct',
      fields: type.entryNames.map((name, index) => ({
        name,
        type: read(type.entryTypes[index] as DuckDBType),
      })),
    }
  if (type instanceof DuckDBUnionType)
    return {
      kind: 'union',
      fields: type.memberTags.map((name, index) => ({
        name,
        type: read(type.memberTypes[index] as DuckDBType),
      })),
    }
  if (type instanceof DuckDBMapType)
    return { kind: 'map', key: read(type.keyType), value: read(type.valueType) }
  return { kind: 'scalar', name: type.alias ?? driver.DuckDBTypeId[type.typeId] ?? 'ANY' }
}

/** The type as it stands in messages, and in the digest of a row: the width of a decimal is not part of it. */
export function formatType(type: ColumnType): string {
  switch (type.kind) {
    case 'scalar':
      return NAMES[type.name] ?? type.name
    case 'decimal':
      return 'DECIMAL'
    case 'list':
      return `${formatType(type.element)}[]`
    case 'struct':
    case 'union':
      return `${type.kind.toUpperCase()}(${type.fields.map(({ name, type: inner }) => `${JSON.stringify(name)} ${formatType(inner)}`).join(', ')})`
    case 'map':
      return `MAP(${formatType(type.key)}, ${formatType(type.value)})`
    default:
      return type satisfies never
  }
}

const NAMES: Readonly<Record<string, string>> = {
  TIMESTAMP_TZ: 'TIMESTAMP WITH TIME ZONE',
  TIME_TZ: 'TIME WITH TIME ZONE',
}
