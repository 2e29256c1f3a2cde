import type { Directive } from '../directive.ts'
import { checkList, checkTextOrDirective } from '../checks.ts'
import { computed } from '../expression.ts'
import { isMappingList, isMappingObject } from '../json-value.ts'
import { writeJson } from '../json-text.ts'
import { compileGet, parseRowPath, type Resolve } from '../path.ts'
import { writeList } from '../write.ts'

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
      typeof list === 'string' ? compileGet(parseRowPath(list)) : compiler.compile(list, [...path, 0]).resolve
    if (!isMappingObject(shape) || Object.keys(shape).length === 0) return computed(readRoot)

    const item = compiler.compile(shape, [...path, 1])
    return {
      resolve: (row) => {
        const root = readRoot(row)
        return isContainer(root) ? toList(root).map((entry) => item.resolve(entry)) : root
      },
      write: (row) => {
        const root = readRoot(row)
        return isContainer(root) ? writeList(toList(root), item.write) : writeJson(root)
      },
    }
  },
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function toList(value: object): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
