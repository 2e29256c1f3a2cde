import type { Directive } from '../directive.ts'
import { checkAnything, checkOptions } from '../checks.ts'
import type { Budget } from '../budget.ts'
import { computed, type Expression } from '../expression.ts'
import { isMappingObject } from '../json-value.ts'

/** `@if`: `then` when `exists` is neither absent nor null (or `blank` is not blank either), else `else`. */
export const ifDirective: Directive = {
  // oxlint-disable-next-line unicorn/no-thenable -- an option of that name, not a promise.
  check: checkOptions({ optional: { exists: checkAnything, then: checkAnything, else: checkAnything } }),
  compile(options, path, compiler) {
    if (!isMappingObject(options) || (!options['exists'] && !options['blank'])) {
      return compiler.fail(path, 'must have "exists" or "blank", and it must not be empty')
    }
    const asksExists = options['exists'] !== undefined
    const subject = asksExists ? 'exists' : 'blank'
    const { resolve } = compiler.compile(options[subject], [...path, subject])
    const holds = asksExists ? exists : isNotBlank

    const thenBranch = compiler.compile(options['then'], [...path, 'then'])
    // An empty `else` counts as none.
    const elseBranch = compiler.compile(options['else'] ? options['else'] : undefined, [...path, 'else'])
    return choose((row, budget) => holds(resolve(row, budget)), thenBranch, elseBranch)
  },
}

function choose(
  holds: (row: unknown, budget: Budget) => boolean,
  yes: Expression,
  no: Expression,
): Expression {
  return {
    ...computed((row, budget) => (holds(row, budget) ? yes : no).resolve(row, budget)),
    write: (row, budget) => (holds(row, budget) ? yes : no).write(row, budget),
  }
}

function exists(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** Blank is what JavaScript loosely equals to empty text: 0, false and lists that print empty too. */
function isNotBlank(value: unknown): boolean {
  let single = value
  // A list of one prints as its item does, a longer one prints a comma at least.
  while (Array.isArray(single)) {
    if (single.length !== 1) return single.length > 1
    single = single[0]
    if (!exists(single)) return false
    // oxlint-disable-next-line typescript/no-base-to-string -- objects print as JavaScript prints them, as in Segment.
    if (!Array.isArray(single)) return String(single) !== ''
  }
  // oxlint-disable-next-line eqeqeq -- the loose comparison is the rule.
  return exists(single) && single != ''
}
