import type { Directive } from '../directive.ts'
import { checkList, checkTextOrDirective } from '../checks.ts'
import { ITEM_UNITS, WORK_LIMIT_UNITS, type Budget } from '../budget.ts'
import { computed } from '../expression.ts'
import { isMappingList, isMappingObject } from '../json-value.ts'
import { measureJson } from '../measure-json.ts'
import { compileGet, parseRowPath, type Resolve } from '../path.ts'
import { writeList, writeMade } from '../write.ts'

/** `@arrayPath`: a list of the row, each item mapped to a shape in which paths start at the item. */
export const arrayPath: Directive = {
  check(value, path, report, compiler) {
    if (!isMappingList(value)) {
      checkList(value, path, report, compiler)
      return
    }
    const [list, shape] = value
    if (list === undefined) report(path, 'must have a path to a list')
    else checkTextOrDirective(list, [...path, 0], report, compiler)
    if (shape !== undefined) compiler.check(shape, [...path, 1], report)
  },
  compile(value, path, compiler) {
    if (!isMappingList(value)) return compiler.fail(path, 'must be a list of a path and a shape')
    const [list, shape] = value
    const readRoot: Resolve =
      typeof list === 'string'
        ? compileGet(parseRowPath(list))
        : readMade(compiler.compile(list, [...path, 0]).resolve)
    if (!isMappingObject(shape) || Object.keys(shape).length === 0) return computed(readRoot)

    const item = compiler.compile(shape, [...path, 1])
    return {
      resolve: (row, budget) => {
        const root = readRoot(row, budget)
        if (!isContainer(root)) return root
        const items = toList(root)
        budget.spend(items.length * ITEM_UNITS)
        return items.map((entry) => item.resolve(entry, budget))
      },
      write: (row, budget) => {
        const root = readRoot(row, budget)
        if (!isContainer(root)) return writeMade(root, budget)
        return writeList(toList(root), budget, (entry) => item.write(entry, budget))
      },
    }
  },
}

/**
 * Items that a directive made are the rows of the shape: they count in full, for one
 * and the same object may stand in them many times.
 */
function readMade(resolve: Resolve): Resolve {
  return (row: unknown, budget: Budget) => {
    const root = resolve(row, budget)
    budget.spend(measureJson(root, WORK_LIMIT_UNITS))
    return root
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function toList(value: object): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
