import type { Directive } from '../directive.ts'
import { checkAnything, checkOptions, checkText } from '../checks.ts'
import { MEMBER_UNITS, type Budget } from '../budget.ts'
import { computed } from '../expression.ts'
import { isJsonObject, isMappingObject, setMember } from '../json-value.ts'
import { compileText } from './compile-text.ts'

/** `@flatten`: nested objects and lists as one object, whose keys are the keys on the way, joined. */
export const flatten: Directive = {
  check: checkOptions({ required: { value: checkAnything }, optional: { separator: checkText } }),
  compile(options, path, compiler) {
    if (!isMappingObject(options) || !options['separator'])
      return compiler.fail(path, 'must have a "separator"')
    const readSeparator = compileText(options['separator'], [...path, 'separator'], compiler)
    const { resolve } = compiler.compile(options['value'], [...path, 'value'])
    const keepsLists = Boolean(options['omitArrays'])
    return computed((row, budget) => {
      const flat: Record<string, unknown> = {}
      const value = resolve(row, budget)
      addFlat(flat, '', value, { separator: readSeparator(row, budget), keepsLists, budget })
      return flat
    })
  },
}

interface Style {
  readonly separator: string
  readonly keepsLists: boolean
  readonly budget: Budget
}

/** Empty objects and lists leave nothing behind; a scalar at the top has the key ''. */
function addFlat(flat: Record<string, unknown>, prefix: string, value: unknown, style: Style): void {
  // A key repeats all that is above it, so a long one above many others grows faster than the row.
  style.budget.spend(MEMBER_UNITS + prefix.length)
  if (!isJsonObject(value) && (style.keepsLists || !Array.isArray(value))) {
    setMember(flat, prefix, value)
    return
  }
  for (const [key, member] of Object.entries(value)) {
    addFlat(flat, prefix === '' ? key : `${prefix}${style.separator}${key}`, member, style)
  }
}
