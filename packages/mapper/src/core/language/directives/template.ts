import type { Directive } from '../directive.ts'
import { checkTextOrDirective } from '../checks.ts'
import { computed, constant } from '../expression.ts'
import { compileGet, getAt, parsePath, type Resolve } from '../path.ts'
import { compileText } from './compile-text.ts'

const TRIPLE = /\{\{\{([^}]+)\}\}\}/g
const DOUBLE = /\{\{([^}]+)\}\}/g

/** `@template`: text in which `{{path}}` stands for the value at that path, empty when the row has none. */
export const template: Directive = {
  check: checkTextOrDirective,
  compile(value, place, compiler) {
    if (typeof value !== 'string') {
      const readTemplate = compileText(value, place, compiler)
      return computed((row) => renderInTwoPasses(readTemplate(row), row))
    }
    if (value.search(TRIPLE) !== -1) return computed((row) => renderInTwoPasses(value, row))
    const render = compilePlaceholders(value)
    return render === undefined ? constant(value) : computed(render)
  },
}

/** Triple braces go first and what they insert is read again, so a value may bring double braces of its own. */
function renderInTwoPasses(text: string, row: unknown): string {
  const insert = (_match: string, path: string): string => print(getAt(toScope(row), parsePath(path.trim())))
  return text.replace(TRIPLE, insert).replace(DOUBLE, insert)
}

/** Double braces alone: the text is cut once, at compile time. */
function compilePlaceholders(text: string): Resolve | undefined {
  const parts = text.split(DOUBLE)
  if (parts.length === 1) return undefined
  const [start = ''] = parts
  const pieces: { readonly get: Resolve; readonly after: string }[] = []
  for (let index = 1; index < parts.length; index += 2) {
    // Here a leading `$.` is part of the path, unlike in `@path`.
    pieces.push({ get: compileGet(parsePath((parts[index] ?? '').trim())), after: parts[index + 1] ?? '' })
  }
  return (row) => {
    const scope = toScope(row)
    let result = start
    for (const { get, after } of pieces) result += print(get(scope)) + after
    return result
  }
}

/** Placeholders read an empty row where there is none. */
function toScope(row: unknown): unknown {
  return row === undefined ? {} : row
}

function print(value: unknown): string {
  // oxlint-disable-next-line typescript/no-base-to-string -- objects print as JavaScript prints them, as in Segment.
  return value === undefined || value === null ? '' : String(value)
}
