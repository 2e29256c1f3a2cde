import type { Json } from '@sluice/shared/domain'
import { isMappingList, isMappingObject, setMember } from './json-value.ts'

/** The key under which a mapping names the directive that runs around all its other entries. */
export const ROOT_DIRECTIVE_KEY = '__segment_internal_directive'

/** The value that a mapping really is, or why its root directive makes none. */
export type Root =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string }

/**
 * Applies the root directive: the other entries become its option `mapping`, and it becomes
 * the whole mapping. A mapping without one stays as it is. The mapping itself is not changed.
 */
export function applyRootDirective(mapping: Json): Root {
  if (mapping === null) return { ok: false, message: 'must be an object, but it is null' }
  const entries: { readonly [key: string]: Json } = { ...(mapping as { readonly [key: string]: Json }) }
  if (!Object.hasOwn(entries, ROOT_DIRECTIVE_KEY)) return { ok: true, value: entries }

  const { [ROOT_DIRECTIVE_KEY]: root = null, ...others } = entries
  if (!isMappingObject(root) && !isMappingList(root)) {
    return { ok: false, message: `"${ROOT_DIRECTIVE_KEY}" must be an object with one directive` }
  }
  const [name, ...more] = Object.keys(root)
  if (more.length > 0) {
    return { ok: false, message: `"${ROOT_DIRECTIVE_KEY}" must hold one directive and nothing else` }
  }
  const options = name === undefined ? undefined : (root as { readonly [key: string]: Json })[name]
  if (name === undefined || (!isMappingObject(options) && !isMappingList(options))) {
    return { ok: false, message: `the directive in "${ROOT_DIRECTIVE_KEY}" must have an object of options` }
  }
  // A list has no option "mapping": the customer's entries go nowhere.
  const filled = isMappingList(options) ? options : { ...options, mapping: others }
  if (isMappingList(root)) return { ok: true, value: [filled] }
  const value: Record<string, Json> = {}
  setMember(value, name, filled)
  return { ok: true, value }
}
