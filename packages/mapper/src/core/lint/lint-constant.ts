import type { Json } from '@sluice/shared/domain'
import { findTextTest } from '../check-event.ts'
import { hasDirectiveKey } from '../language/is-directive.ts'
import { isMappingList, isMappingObject } from '../language/json-value.ts'
import { MappingError, type MappingPath } from '../language/mapping-error.ts'
import type { Mistake } from '../mapping-config.ts'
import type { FieldDefinition } from '../schema/field.ts'
import { shapeField } from '../schema/shape-field.ts'

/**
 * What is wrong with the value of a field that is the same for every row; null for
 * nothing, or for what only a row shows.
 */
export function lintConstant(
  field: string,
  definition: FieldDefinition,
  value: Json,
  path: MappingPath,
): Mistake | null {
  // An object whose members come from the row is an object all the same.
  if (hasDirective(value) && !(definition.type === 'string' && isPlain(value))) return null
  try {
    const shaped = shapeField(definition, value, path)
    const accepts = findTextTest(field)
    const isRefused = typeof shaped === 'string' && accepts !== undefined && !accepts(shaped)
    return isRefused ? { path, message: `is nothing that Segment takes; ${FATE}` } : null
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
    return { path: error.path, message: `${error.message.replace('for this row it is', 'it is')}; ${FATE}` }
  }
}

const FATE = 'every row becomes a dead letter'

function isPlain(value: Json): boolean {
  return !hasDirectiveKey(value) && !isMappingList(value)
}

/** True for a value with a directive in it, however deep. */
export function hasDirective(value: Json): boolean {
  if (isMappingList(value)) return value.some(hasDirective)
  if (!isMappingObject(value)) return false
  return hasDirectiveKey(value) || Object.values(value).some(hasDirective)
}
