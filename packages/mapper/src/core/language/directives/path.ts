import type { Directive } from '../directive.ts'
import { checkTextOrDirective } from '../checks.ts'
import { computed, valueAt } from '../expression.ts'
import { getAt, parseRowPath } from '../path.ts'
import { compileText } from './compile-text.ts'

/** `@path`: the value at a path of the row; absent when the row has none. */
export const path: Directive = {
  check: checkTextOrDirective,
  compile(value, place, compiler) {
    if (typeof value === 'string') return valueAt(parseRowPath(value))
    const readPath = compileText(value, place, compiler)
    return computed((row, budget) => {
      const text = readPath(row, budget)
      budget.spend(text.length)
      return getAt(row, parseRowPath(text))
    })
  },
}
