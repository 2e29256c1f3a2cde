import type { Directive } from '../directive.ts'
import { checkTextOrDirective } from '../checks.ts'
import type { Budget } from '../budget.ts'
import { computed, constant } from '../expression.ts'
import { compileGet, getAt, parsePath, type Get, type Resolve } from '../path.ts'
import { splitPlaceholders } from '../split-placeholders.ts'
import { compileText } from './compile-text.ts'

/** `@template`: text in which `{{path}}` stands for the value at that path, empty when the row has none. */
export const template: Directive = {
  check: checkTextOrDirective,
  compile(value, place, compiler) {
    if (typeof value !== 'string') {
      const readTemplate = compileText(value, place, compiler)
      return computed((row, budget) => renderInTwoPasses(readTemplate(row, budget), row, budget))
    }
    if (splitPlaceholders(value, 3).length > 1) {
      compiler.warn(
        place,
        'has triple braces: placeholders in what they insert are filled in too, as in Segment; two braces insert a value as it is',
      )
      return computed((row, budget) => renderInTwoPasses(value, row, budget))
    }
    const render = compilePlaceholders(value)
    return render === undefined ? constant(value) : computed(render)
  },
}

/** Triple braces go first and what they insert is read again, so a value may bring double braces of its own. */
function renderInTwoPasses(text: string, row: unknown, budget: Budget): string {
  return fill(fill(text, 3, row, budget), 2, row, budget)
}

function fill(text: string, braces: 2 | 3, row: unknown, budget: Budget): string {
  budget.spend(text.length)
  const parts = splitPlaceholders(text, braces)
  if (parts.length === 1) return text
  const scope = toScope(row)
  let result = ''
  for (const [index, part] of parts.entries()) {
    result += index % 2 === 0 ? part : print(getAt(scope, parsePath(part.trim())), budget)
  }
  return result
}

/** Double braces alone: the text is cut once, at compile time. */
function compilePlaceholders(text: string): Resolve | undefined {
  const parts = splitPlaceholders(text, 2)
  if (parts.length === 1) return undefined
  const [start = ''] = parts
  const pieces: { readonly get: Get; readonly after: string }[] = []
  for (let index = 1; index < parts.length; index += 2) {
    // Here a leading `$.` is part of the path, unlike in `@path`.
    pieces.push({ get: compileGet(parsePath((parts[index] ?? '').trim())), after: parts[index + 1] ?? '' })
  }
  return (row, budget) => {
    const scope = toScope(row)
    let result = start
    for (const { get, after } of pieces) result += print(get(scope), budget) + after
    return result
  }
}

/** Placeholders read an empty row where there is none. */
function toScope(row: unknown): unknown {
  return row === undefined ? {} : row
}

function print(value: unknown, budget: Budget): string {
  if (value === undefined || value === null) return ''
  // oxlint-disable-next-line typescript/no-base-to-string -- objects print as JavaScript prints them, as in Segment.
  const text = String(value)
  budget.spend(text.length)
  return text
}
