import { isJsonObject, nameType, type JsonObject } from '../language/json-value.ts'
import { MappingError, type MappingPath } from '../language/mapping-error.ts'
import { MISFIT, coerceScalar } from './coerce.ts'
import type { FieldDefinition, FieldType } from './field.ts'

/**
 * The value of a field as the event holds it: empty values removed, scalars coerced, unknown members left
 * out. Undefined when nothing is left; throws a MappingError `field_invalid` for a value that does not fit.
 */
export function shapeField(
  definition: FieldDefinition,
  value: unknown,
  path: MappingPath,
): string | JsonObject | undefined {
  if (isEmpty(value) || value === '') return undefined
  if (definition.type === 'string') return shapeScalar('string', value, path) as string
  if (!isJsonObject(value)) throw misfit(path, 'an object', value)
  return definition.members === undefined ? value : shapeMembers(definition.members, value, path)
}

/** The value of a fixed member, by the same rules; empty text is kept where text is wanted. */
export function shapeMember(
  type: Exclude<FieldType, 'object'>,
  value: unknown,
  path: MappingPath,
): string | number | boolean | undefined {
  if (isEmpty(value) || (value === '' && type !== 'string')) return undefined
  return shapeScalar(type, value, path)
}

function shapeMembers(
  definitions: NonNullable<FieldDefinition['members']>,
  object: JsonObject,
  path: MappingPath,
): JsonObject {
  const shaped: Record<string, unknown> = {}
  for (const key of Object.keys(object)) {
    if (!Object.hasOwn(definitions, key)) continue
    const { type } = definitions[key] as { readonly type: Exclude<FieldType, 'object'> }
    const value = shapeMember(type, object[key], [...path, key])
    if (value !== undefined) shaped[key] = value
  }
  return shaped
}

function shapeScalar(
  type: Exclude<FieldType, 'object'>,
  value: unknown,
  path: MappingPath,
): string | number | boolean {
  const coerced = coerceScalar(value, type)
  if (coerced === MISFIT) throw misfit(path, WANTED[type], value)
  return coerced
}

const WANTED = { string: 'text', number: 'a number', boolean: 'true or false' } as const

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null
}

function misfit(path: MappingPath, wanted: string, value: unknown): MappingError {
  const hint =
    wanted === 'an object' && typeof value === 'string' ? '; JSON text must be decoded with @json first' : ''
  return new MappingError(
    'field_invalid',
    path,
    `must be ${wanted}, but for this row it is ${nameType(value)}${hint}`,
  )
}
