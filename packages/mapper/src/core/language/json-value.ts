import type { Json } from '@sluice/shared/domain'

/** An object of JSON: neither null nor a list. */
export type JsonObject = { readonly [key: string]: unknown }

/** True for a JSON object; false for null, lists and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a JSON object of a mapping, whose members are JSON again. */
export function isMappingObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return isJsonObject(value)
}

/** True for a list of a mapping. */
export function isMappingList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** The type of a value in the words of our messages, with its article. */
export function nameType(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return 'text'
  return `a ${typeof value}`
}

/** Writes a member as data, whatever its name: a key `__proto__` never becomes a prototype. */
export function setMember(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    target[key] = value
  }
}
