import type { Directive } from '../directive.ts'
import { checkAnything } from '../checks.ts'
import { computed } from '../expression.ts'
import { isJsonObject, setMember } from '../json-value.ts'

/** `@excludeWhenNull`: the value without its nulls, at any depth of objects; lists are left as they are. */
export const excludeWhenNull: Directive = {
  check: checkAnything,
  compile(value, path, compiler) {
    const { resolve } = compiler.compile(value, path)
    return computed((row) => withoutNulls(resolve(row)))
  },
}

function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined
  if (!isJsonObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) setMember(copy, key, withoutNulls(value[key]))
  return copy
}
