import type { Directive } from '../directive.ts'
import { checkAnything } from '../checks.ts'
import { MEMBER_UNITS, type Budget } from '../budget.ts'
import { computed } from '../expression.ts'
import { isJsonObject, setMember } from '../json-value.ts'

/** `@excludeWhenNull`: the value without its nulls, at any depth of objects; lists are left as they are. */
export const excludeWhenNull: Directive = {
  check: checkAnything,
  compile(value, path, compiler) {
    const { resolve } = compiler.compile(value, path)
    return computed((row, budget) => withoutNulls(resolve(row, budget), budget))
  },
}

function withoutNulls(value: unknown, budget: Budget): unknown {
  if (value === null) return undefined
  if (!isJsonObject(value)) return value
  const keys = Object.keys(value)
  budget.spend(keys.length * MEMBER_UNITS)
  const copy: Record<string, unknown> = {}
  for (const key of keys) setMember(copy, key, withoutNulls(value[key], budget))
  return copy
}
