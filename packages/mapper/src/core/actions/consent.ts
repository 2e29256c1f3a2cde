import { isJsonObject, type JsonObject } from '../language/json-value.ts'

/**
 * The consent that an event carries: the whole object when its `categoryPreferences`
 * say nothing but true and false, else an empty object.
 */
export function readConsent(consent: unknown): JsonObject {
  if (!isJsonObject(consent)) return {}
  return Object.hasOwn(consent, 'categoryPreferences') && isPreferences(consent['categoryPreferences'])
    ? consent
    : {}
}

/** A list of true and false counts too; a member that came out absent is none. */
function isPreferences(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const isList = Array.isArray(value)
  return Object.values(value).every(
    (preference: unknown) => typeof preference === 'boolean' || (preference === undefined && !isList),
  )
}
