import type { Json } from '@sluice/shared/domain'
import { isDirective, isDirectiveKey } from '../language/is-directive.ts'
import { isMappingList, isMappingObject } from '../language/json-value.ts'
import type { MappingPath } from '../language/mapping-error.ts'

/** Visits every directive of a value, however deep; `path` is the place of its options. */
export function visitDirectives(
  value: Json,
  path: MappingPath,
  visit: (name: string, options: Json, path: MappingPath) => void,
): void {
  if (isMappingList(value)) {
    value.forEach((item, index) => visitDirectives(item, [...path, index], visit))
  } else if (isMappingObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (isDirective(value) && isDirectiveKey(key)) visit(key, member, [...path, key])
      visitDirectives(member, [...path, key], visit)
    }
  }
}
