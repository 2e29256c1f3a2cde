import type { Json } from '@sluice/shared/domain'
import { isDirective, isDirectiveKey } from '../language/is-directive.ts'
import { isMappingList, isMappingObject } from '../language/json-value.ts'
import type { MappingPath } from '../language/mapping-error.ts'
import type { Mistake } from '../mapping-config.ts'

/**
 * Texts that are sent as they stand although they look like something to be read from
 * the row; `@literal` says that they are meant.
 */
export function lintRawTexts(value: Json | undefined, path: MappingPath): readonly Mistake[] {
  if (typeof value === 'string') return lintText(value, path)
  if (isMappingList(value)) return value.flatMap((item, index) => lintRawTexts(item, [...path, index]))
  if (!isMappingObject(value)) return []
  if (!isDirective(value)) return lintMembers(value, Object.keys(value), path)
  const name = Object.keys(value).find(isDirectiveKey) ?? ''
  const options = value[name]
  const inner = VALUES[name] ?? []
  return isMappingObject(options) || isMappingList(options)
    ? lintMembers(options, inner, [...path, name])
    : []
}

/** The options of each directive that are values like any other. */
const VALUES: { readonly [directive: string]: readonly string[] } = {
  '@if': ['then', 'else'],
  '@merge': ['objects'],
  '@transform': ['apply', 'mapping'],
  '@arrayPath': ['1'],
}

function lintMembers(object: object, keys: readonly string[], path: MappingPath): readonly Mistake[] {
  const members: { readonly [key: string]: Json } = { ...object }
  return keys.flatMap((key) =>
    lintRawTexts(members[key], [...path, Array.isArray(object) ? Number(key) : key]),
  )
}

function lintText(text: string, path: MappingPath): readonly Mistake[] {
  if (/^\$\.[\w$]/.test(text)) {
    return [{ path, message: 'is sent as this very text: a path stands in { "@path": … }' }]
  }
  if (/\{\{.+\}\}/s.test(text)) {
    return [{ path, message: 'is sent as this very text: placeholders stand in { "@template": … }' }]
  }
  return []
}
