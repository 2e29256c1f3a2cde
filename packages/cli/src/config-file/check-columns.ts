import type { Column } from '@sluice/extractor/warehouse'
import type { Config, Json } from '@sluice/shared/domain'
import type { Mistake, Path } from './mistake.ts'
import { formatSuggestion } from './suggest.ts'

// A plain path to a column; what goes deeper, or is computed, only the rows can tell.
const COLUMN_PATH = /^(?:\$\.)?properties\.([^.[\]]+)/

/** Paths in the mappings that name a column which their model does not have; `columns` holds the models that were asked. */
export function checkColumns(
  config: Config,
  columns: ReadonlyMap<string, readonly Column[]>,
): readonly Mistake[] {
  return config.mappings.flatMap(({ model, fields }, index) => {
    const names = columns.get(model)?.map(({ name }) => name)
    if (names === undefined) return []
    return listPaths(fields, ['mappings', index, 'fields']).flatMap(({ path, text }) => {
      const column = COLUMN_PATH.exec(text)?.[1]
      if (column === undefined || names.includes(column)) return []
      return [
        { path, message: `model "${model}" has no column "${column}"${formatSuggestion(column, names)}` },
      ]
    })
  })
}

/** Every `@path` with a text, except where the value it looks into is not the row. */
function listPaths(value: Json, path: Path): readonly { readonly path: Path; readonly text: string }[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => listPaths(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === '@path' && typeof member === 'string') return [{ path: [...path, key], text: member }]
    if (OTHER_ROOTS.includes(key)) return []
    return listPaths(member, [...path, key])
  })
}

const OTHER_ROOTS = ['@literal', '@arrayPath', '@transform']
