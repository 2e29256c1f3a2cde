import type { Directive } from '../directive.ts'
import { checkObjectOrDirective, checkOptions } from '../checks.ts'
import type { Budget } from '../budget.ts'
import { computed } from '../expression.ts'
import { isJsonObject, isMappingObject, nameType } from '../json-value.ts'
import { MappingError } from '../mapping-error.ts'
import { removeUndefined } from '../remove-undefined.ts'
import { applyRootDirective } from '../root-directive.ts'

/** `@transform`: `apply` makes a new row of this one, and `mapping` reads that row alone. */
export const transform: Directive = {
  check: checkOptions({ required: { apply: checkObjectOrDirective, mapping: checkObjectOrDirective } }),
  compile(options, path, compiler) {
    if (!isMappingObject(options) || !options['mapping']) return compiler.fail(path, 'must have a "mapping"')
    const { apply } = options
    if (!isMappingObject(apply)) return compiler.fail(path, 'must have an object "apply"')

    // `apply` is a mapping of its own: it may have a root directive, and what is wrong with it fails the row.
    const place = [...path, 'apply']
    const root = applyRootDirective(apply)
    if (!root.ok) return compiler.fail(place, root.message)
    const mistakes: string[] = []
    compiler.check(root.value, place, (where, message) => mistakes.push(`${where.join('.')} ${message}`))
    if (mistakes[0] !== undefined) return compiler.fail(place, mistakes[0])

    const before = compiler.compile(root.value, place)
    const after = compiler.compile(options['mapping'], [...path, 'mapping'])
    const applyTo = (row: unknown, budget: Budget): unknown => {
      const data = row === undefined ? {} : row
      if (!isJsonObject(data)) {
        throw new MappingError(
          'mapping_failed',
          path,
          `needs an object to apply to, but it is ${nameType(data)}`,
        )
      }
      return removeUndefined(before.resolve(data, budget), budget)
    }
    return {
      ...computed((row, budget) => after.resolve(applyTo(row, budget), budget)),
      write: (row, budget) => after.write(applyTo(row, budget), budget),
    }
  },
}
