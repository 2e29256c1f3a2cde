import type { Directive } from '../directive.ts'
import { checkOptions, checkText, checkTextOrDirective } from '../checks.ts'
import { computed, constant } from '../expression.ts'
import { isMappingObject } from '../json-value.ts'
import { MappingError } from '../mapping-error.ts'

/** `@case`: text in lower or upper case; what is not text stays as it is. */
export const caseDirective: Directive = {
  check: checkOptions({ optional: { operator: checkText, value: checkTextOrDirective } }),
  compile(options, path, compiler) {
    if (!isMappingObject(options) || !options['operator'])
      return compiler.fail(path, 'must have an "operator"')
    if (!options['value']) return constant(undefined)
    const { operator } = options
    const { resolve } = compiler.compile(options['value'], [...path, 'value'])
    if (operator !== 'lower' && operator !== 'upper') {
      compiler.warn([...path, 'operator'], 'is neither "lower" nor "upper": every row with text there fails')
    }

    const apply = (text: string): string => {
      if (operator === 'lower') return text.toLowerCase()
      if (operator === 'upper') return text.toUpperCase()
      throw new MappingError('mapping_failed', [...path, 'operator'], 'must be "lower" or "upper"')
    }
    return computed((row, budget) => {
      const value = resolve(row, budget)
      if (typeof value !== 'string') return value
      const text = apply(value)
      budget.spend(text.length)
      return text
    })
  },
}
