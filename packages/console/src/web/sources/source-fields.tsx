/** @jsxRuntime automatic @jsxImportSource preact */
import { WAREHOUSE_TYPES } from '@sluice/warehouse/registry'
import type { VNode } from 'preact'
import { ItemFields, MoreFields } from '../config/item-fields.tsx'
import type { ItemForm } from '../config/item-kind.ts'
import { TypedFields } from '../config/typed-fields.tsx'
import { capitalize } from '../parts/capitalize.ts'

/** Names of types that are not only their ids with a capital. */
const NAMES: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  duckdb: 'DuckDB',
  bigquery: 'BigQuery',
}

const CHOICES = WAREHOUSE_TYPES.map(({ type }) => ({
  value: type,
  text: NAMES[type] ?? capitalize(type),
}))

/** What a source says: of a new one name and type, then what that type asks for. */
export function SourceFields({ fields, before, values, issues }: ItemForm<null>): VNode {
  const own = fields.filter(({ name }) => name !== 'id' && name !== 'type')
  const [needed, more] = [
    own.filter(({ isRequired }) => isRequired),
    own.filter(({ isRequired }) => !isRequired),
  ]
  const isOpen = more.some(({ name }) => issues[name] !== undefined || (values[name] ?? '') !== '')
  return (
    <TypedFields place="sources" choices={CHOICES} before={before}>
      <ItemFields fields={needed} before={before} />
      <MoreFields fields={more} before={before} isOpen={isOpen} />
    </TypedFields>
  )
}
