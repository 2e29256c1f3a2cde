import type { Directive } from '../directive.ts'
import { checkAnything, checkOptions, checkWord } from '../checks.ts'
import type { Budget } from '../budget.ts'
import { computed } from '../expression.ts'
import { isMappingObject } from '../json-value.ts'

/** Each level of what is written looks at those above it. */
const ENCODED_UNITS = 4

/** `@json`: a value as JSON text, or JSON text as the value it stands for. */
export const json: Directive = {
  check: checkOptions({ required: { value: checkAnything, mode: checkWord('encode', 'decode') } }),
  compile(options, path, compiler) {
    if (!isMappingObject(options) || !options['mode']) return compiler.fail(path, 'must have a "mode"')
    if (!options['value']) return compiler.fail(path, 'must have a "value", and it must not be empty')
    const { resolve, write } = compiler.compile(options['value'], [...path, 'value'])
    if (options['mode'] === 'encode') {
      return computed((row, budget) => {
        const text = write(row, budget)
        budget.spend((text?.length ?? 0) * ENCODED_UNITS)
        return text
      })
    }
    if (options['mode'] === 'decode') return computed((row, budget) => decode(resolve(row, budget), budget))
    compiler.warn([...path, 'mode'], 'must be in lower case: as it stands the value is always absent')
    return computed((row, budget) => {
      resolve(row, budget)
      return undefined
    })
  },
}

/** Text that is not JSON stays text. */
function decode(value: unknown, budget: Budget): unknown {
  if (typeof value !== 'string') return value
  budget.spend(value.length)
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
