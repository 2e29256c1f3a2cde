import type { Json } from '@sluice/shared/domain'
import type { Directive } from '../directive.ts'
import { checkBoolean, checkOptions, checkTextOfLength, checkTextOrDirective } from '../checks.ts'
import type { Budget } from '../budget.ts'
import { computed, constant } from '../expression.ts'
import { isMappingObject } from '../json-value.ts'
import { MappingError, type MappingPath } from '../mapping-error.ts'
import { compileReplace } from '../replace-all.ts'

/** Longest pattern and longest replacement, in UTF-16 units, as in Segment. */
const LIMIT_CHARACTERS = 10

const SPECIAL = /[-[\]{}()*+?.,\\^$|#\s]/g

/** `@replace`: text with every occurrence of a piece of text replaced, and then of a second one. */
export const replace: Directive = {
  check: checkOptions({
    required: { pattern: checkTextOfLength(1, LIMIT_CHARACTERS), value: checkTextOrDirective },
    optional: {
      replacement: checkTextOfLength(0, LIMIT_CHARACTERS),
      ignorecase: checkBoolean,
      global: checkBoolean,
    },
  }),
  compile(options, path, compiler) {
    if (!isMappingObject(options) || !options['pattern']) return compiler.fail(path, 'must have a "pattern"')
    if (!options['value']) return constant(undefined)

    const { resolve } = compiler.compile(options['value'], [...path, 'value'])
    const apply = compileReplacements(options, path)
    return computed((row, budget) => {
      const value = resolve(row, budget)
      if (typeof value === 'string') return apply(value, budget)
      return typeof value === 'number' || typeof value === 'boolean' ? apply(`${value}`, budget) : ''
    })
  },
}

type Replacement = (text: string, budget: Budget) => string

function compileReplacements(options: { readonly [key: string]: Json }, path: MappingPath): Replacement {
  const { pattern, pattern2 } = options
  const replacement = options['replacement'] ?? ''
  const replacement2 = options['replacement2'] ?? ''
  const ignoresCase = options['ignorecase'] ?? false
  const isGlobal = options['global'] ?? true
  if (
    typeof pattern !== 'string' ||
    typeof replacement !== 'string' ||
    typeof ignoresCase !== 'boolean' ||
    typeof isGlobal !== 'boolean'
  ) {
    return () => ''
  }
  const flags = (isGlobal ? 'g' : '') + (ignoresCase ? 'i' : '')
  const first = compileReplacement(pattern, replacement, flags, path)
  if (typeof pattern2 !== 'string' || pattern2 === '' || typeof replacement2 !== 'string') return first
  const second = compileReplacement(pattern2, replacement2, flags, path)
  return (text, budget) => second(first(text, budget), budget)
}

/** The pattern is plain text; the replacement is JavaScript's, so `$&` and its kin mean what they mean there. */
function compileReplacement(
  pattern: string,
  replacement: string,
  flags: string,
  path: MappingPath,
): Replacement {
  if (pattern.length > LIMIT_CHARACTERS || replacement.length > LIMIT_CHARACTERS) {
    return () => {
      throw new MappingError(
        'mapping_failed',
        path,
        `patterns and replacements must have at most ${LIMIT_CHARACTERS} characters`,
      )
    }
  }
  const expression = new RegExp(pattern.replace(SPECIAL, '\\$&'), flags)
  const apply = compileReplace(expression, replacement)
  if (flags.includes('i')) return apply
  return (text, budget) => (text.includes(pattern) ? apply(text, budget) : text)
}
