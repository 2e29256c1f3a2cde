import type { Json } from '@sluice/shared/domain'
import type { Budget } from '../budget.ts'
import type { Compiler } from '../directive.ts'
import { nameType } from '../json-value.ts'
import { MappingError, type MappingPath } from '../mapping-error.ts'

/** A function for the text that a directive works on: given as it is or by another directive, for this row. */
export function compileText(
  value: Json | undefined,
  path: MappingPath,
  compiler: Compiler,
): (row: unknown, budget: Budget) => string {
  const { resolve } = compiler.compile(value, path)
  return (row, budget) => {
    const text = resolve(row, budget)
    if (typeof text === 'string') return text
    throw new MappingError(
      'mapping_failed',
      path,
      `needs text, but for this row it is ${nameType(text)}; give it a fallback with @if`,
    )
  }
}
