import { ITEM_UNITS, MEMBER_UNITS, type Budget } from './budget.ts'
import { isJsonObject, setMember } from './json-value.ts'

/** A copy without the members that are undefined, at any depth; undefined items of lists stay. */
export function removeUndefined(value: unknown, budget: Budget): unknown {
  if (Array.isArray(value)) {
    budget.spend(value.length * ITEM_UNITS)
    return value.map((item) => removeUndefined(item, budget))
  }
  if (!isJsonObject(value)) return value
  const keys = Object.keys(value)
  budget.spend(keys.length * MEMBER_UNITS)
  const copy: Record<string, unknown> = {}
  for (const key of keys) {
    if (value[key] !== undefined) setMember(copy, key, removeUndefined(value[key], budget))
  }
  return copy
}
