import type { Json } from '@sluice/shared/domain'
import { isMappingObject } from '../language/json-value.ts'
import { parseRowPath } from '../language/path.ts'

/** The column whose value a field has as it is; null where the field is made in another way. */
export function findPlainColumn(value: Json | undefined): string | null {
  if (!isMappingObject(value) || Object.keys(value).length !== 1) return null
  const path = value['@path']
  if (typeof path !== 'string') return null
  const [start, column, ...deeper] = parseRowPath(path)
  return start === 'properties' && column !== undefined && deeper.length === 0 ? column : null
}
