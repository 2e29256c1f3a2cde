import type { Directive } from '../directive.ts'
import { checkAnything, checkOptions, checkText } from '../checks.ts'
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
    return computed((row) => {
      const flat: Record<string, unknown> = {}
      addFlat(flat, '', resolve(row), { separator: readSeparator(row), keepsLists })
      return flat
    })
  },
}

interface Style {
  readonly separator: string
  readonly keepsLists: boolean
}

/** Empty objects and lists leave nothing behind; a scalar at the top has the key ''. */
function addFlat(flat: Record<string, unknown>, prefix: string, value: unknown, style: Style): void {
  if (!isJsonObject(value) && (style.keepsLists || !Array.isArray(value))) {
    setMember(flat, prefix, value)
    return
  }
  for (const [key, member] of Object.entries(value)) {
    addFlat(flat, prefix === '' ? key : `${prefix}${style.separator}${key}`, member, style)
  }
}
