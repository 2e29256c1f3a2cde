import type { Json } from '@sluice/shared/domain'
import { isDirective, isDirectiveKey } from '../language/is-directive.ts'
import { isMappingObject } from '../language/json-value.ts'
import type { MappingPath } from '../language/mapping-error.ts'
import { ROOT_DIRECTIVE_KEY } from '../language/root-directive.ts'

/** An object whose members a mapping spells out, and where it does. */
export interface SpeltOut {
  readonly path: MappingPath
  readonly members: { readonly [key: string]: Json }
}

/** The fields that a mapping spells out; null when only a directive knows them. */
export function findSpeltFields(fields: Json): SpeltOut | null {
  if (!isMappingObject(fields) || !Object.hasOwn(fields, ROOT_DIRECTIVE_KEY))
    return findSpeltOut(fields, ['fields'])
  const { [ROOT_DIRECTIVE_KEY]: root, ...others } = fields
  // Another directive has no use for what stands beside it.
  const isTransform = isMappingObject(root) && Object.hasOwn(root, '@transform')
  return isTransform ? { path: ['fields'], members: others } : null
}

/** The members of a value that is, or comes to, an object of the mapping; null when only the rows know them. */
export function findSpeltOut(value: Json | undefined, path: MappingPath): SpeltOut | null {
  if (!isMappingObject(value)) return null
  if (!isDirective(value)) return { path, members: value }
  const name = Object.keys(value).find(isDirectiveKey) ?? ''
  const inner = value[name]
  if (TRANSPARENT.includes(name)) return findSpeltOut(inner, [...path, name])
  if (name === '@transform' && isMappingObject(inner)) {
    return findSpeltOut(inner['mapping'], [...path, name, 'mapping'])
  }
  return null
}

const TRANSPARENT = ['@literal', '@excludeWhenNull']
