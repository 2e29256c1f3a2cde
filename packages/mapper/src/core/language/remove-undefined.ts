import { isJsonObject, setMember } from './json-value.ts'

/** A copy without the members that are undefined, at any depth; undefined items of lists stay. */
export function removeUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(removeUndefined)
  if (!isJsonObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined) setMember(copy, key, removeUndefined(value[key]))
  }
  return copy
}
