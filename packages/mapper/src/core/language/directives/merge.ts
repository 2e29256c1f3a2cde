import type { Json } from '@sluice/shared/domain'
import type { Directive } from '../directive.ts'
import { checkList, checkObjectOrDirective, checkOptions, checkWord } from '../checks.ts'
import { MEMBER_UNITS, type Budget } from '../budget.ts'
import { computed } from '../expression.ts'
import { isMappingList, isMappingObject, setMember } from '../json-value.ts'

const checkMergeOptions = checkOptions({
  required: { objects: checkList },
  optional: { direction: checkWord('left', 'right') },
})

/** `@merge`: several objects as one; with `right` the later ones win, with `left` the earlier ones. */
export const merge: Directive = {
  check(options, path, report, compiler) {
    checkMergeOptions(options, path, report, compiler)
    const objects = isMappingObject(options) ? options['objects'] : undefined
    if (!isMappingList(objects)) return
    objects.forEach((object, index) => {
      checkObjectOrDirective(object, [...path, 'objects', index], report, compiler)
    })
  },
  compile(options, path, compiler) {
    if (!isMappingObject(options) || !options['direction'])
      return compiler.fail(path, 'must have a "direction"')
    const objects: Json | undefined = options['objects']
    if (!isMappingList(objects)) return compiler.fail(path, 'must have a list of "objects"')
    if (options['direction'] !== 'left' && options['direction'] !== 'right') {
      compiler.warn([...path, 'direction'], 'is not exactly "left", so it counts as "right"')
    }
    const direction = compiler.compile(options['direction'], [...path, 'direction'])
    const parts = objects.map((object, index) => compiler.compile(object, [...path, 'objects', index]))
    return computed((row, budget) => {
      const isLeft = direction.resolve(row, budget) === 'left'
      const values = parts.map((part) => part.resolve(row, budget))
      return mergeValues(isLeft ? values.toReversed() : values, budget)
    })
  },
}

/** A member that came out absent still erases an earlier one; text spreads to its characters. */
function mergeValues(values: readonly unknown[], budget: Budget): Record<string, unknown> {
  const merged: Record<string, unknown> = {}
  for (const value of values) {
    if (value === null || value === undefined) continue
    // Before its characters become members of their own.
    if (typeof value === 'string') budget.spend(value.length * MEMBER_UNITS)
    const entries = Object.entries(value)
    budget.spend(entries.length * MEMBER_UNITS)
    for (const [key, member] of entries) setMember(merged, key, member)
  }
  return merged
}
