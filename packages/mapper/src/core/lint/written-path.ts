import type { Json } from '@sluice/shared/domain'
import { isMappingObject } from '../language/json-value.ts'
import type { MappingPath } from '../language/mapping-error.ts'
import { ROOT_DIRECTIVE_KEY } from '../language/root-directive.ts'

/**
 * Where something stands in the text of a mapping whose root directive has been
 * applied: what was put into its `mapping` stands beside it.
 */
export function findWrittenPath(fields: Json, path: MappingPath): MappingPath {
  const root = isMappingObject(fields) ? fields[ROOT_DIRECTIVE_KEY] : undefined
  const [start, directive, option, ...rest] = path
  const isInRoot =
    start === 'fields' &&
    isMappingObject(root) &&
    typeof directive === 'string' &&
    Object.hasOwn(root, directive)
  if (!isInRoot) return path
  return option === 'mapping' ? [start, ...rest] : [start, ROOT_DIRECTIVE_KEY, ...path.slice(1)]
}
