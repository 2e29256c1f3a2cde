import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionName } from '@sluice/shared/domain'

/** A table of a public schema, and the field that a person would choose for each of its columns. */
export interface KnownTable {
  readonly schema: string
  readonly name: string
  readonly action: ActionName
  /** `field` is null where a person would choose none. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly field: string | null }[]
}

/** The tables of `known-columns.tsv`, in its order. */
export function readKnownTables(): readonly KnownTable[] {
  const text = readFileSync(join(import.meta.dirname, 'known-columns.tsv'), 'utf8')
  const lines = text.trimEnd().split('\n').slice(1)
  const tables = new Map<string, KnownTable>()
  for (const line of lines) {
    const [schema = '', name = '', action = '', column = '', type = '', field = ''] = line.split('\t')
    const key = `${schema} ${name}`
    const table = tables.get(key) ?? { schema, name, action: action as ActionName, columns: [] }
    const known = { name: column, type, field: field === '-' ? null : field }
    tables.set(key, { ...table, columns: [...table.columns, known] })
  }
  return [...tables.values()]
}
