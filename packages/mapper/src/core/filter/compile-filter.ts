import type { Condition, GroupCondition } from '@segment/destination-subscriptions'
import { compileComparison } from './compile-comparison.ts'
import { compileGet, type Get } from '../language/path.ts'
import { parseFql } from './segment-fql.ts'

/** True for a row event that passes. */
export type RowFilter = (event: unknown) => boolean

/** A compiled filter, or why there is none. */
export type FilterResult =
  | { readonly ok: true; readonly test: RowFilter; readonly hasEmptyGroup: boolean }
  | { readonly ok: false; readonly message: string }

/**
 * Compiles a filter in Segment's FQL. Segment's own parser reads it, quirks included;
 * the conditions become functions, so nothing is parsed or walked per row. A group
 * without conditions throws for the rows that reach it, as it does there.
 */
export function compileFilter(fql: string): FilterResult {
  try {
    const parsed = parseFql(fql)
    if ('error' in parsed) {
      return { ok: false, message: `is no filter that Segment's parser can read: ${explain(parsed.error)}` }
    }
    const tooLong = findLongPath(parsed)
    if (tooLong !== undefined) return { ok: false, message: tooLong }
    return { ok: true, test: compileGroup(parsed), hasEmptyGroup: findEmptyGroup(parsed) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ok: false, message: 'is too long, or nested too deeply, to be read' }
  }
}

/** Most names in a path: no row nests as deeply, and the words of a person do not either. */
const PATH_LIMIT_NAMES = 1_000

function findLongPath({ children }: GroupCondition): string | undefined {
  for (const child of children as readonly Child[]) {
    if (child?.type === 'group') {
      const inner = findLongPath(child)
      if (inner !== undefined) return inner
    } else if (child !== undefined && 'name' in child) {
      const names = child.name.split('.').length
      if (names > PATH_LIMIT_NAMES) {
        return `has a path of ${names} names, "${child.name.slice(0, 20)}…"; it may have ${PATH_LIMIT_NAMES}`
      }
    }
  }
  return undefined
}

/** The parser's type says that a group is never empty; `()` is. */
type Child = Condition | undefined

function compileGroup({ operator, children }: GroupCondition): RowFilter {
  const tests = children.map((child: Child) => compileCondition(child))
  const [only] = tests
  if (tests.length === 1 && only !== undefined) return only
  return operator === 'and'
    ? (event) => tests.every((test) => test(event))
    : (event) => tests.some((test) => test(event))
}

function compileCondition(condition: Child): RowFilter {
  if (condition === undefined) {
    return () => {
      throw new Error('a group of the filter is empty')
    }
  }
  if (condition.type === 'group') return compileGroup(condition)
  const read = compileRead(condition)
  const compare = compileComparison(condition.operator, condition.value)
  return (event) => compare(read(event))
}

function compileRead(condition: Exclude<Condition, GroupCondition>): Get {
  switch (condition.type) {
    case 'event-type':
      return compileGet(['type'])
    case 'event':
    case 'name':
    case 'userId':
      return compileGet([condition.type])
    case 'event-property':
      return compileMemberRead('properties', condition.name)
    case 'event-trait':
      return compileMemberRead('traits', condition.name)
    case 'event-context':
      return compileMemberRead('context', condition.name)
    default:
      return condition satisfies never
  }
}

/** Paths of filters know dots and brackets and no quotes. */
function compileMemberRead(container: string, name: string): Get {
  if (name === '') return () => undefined
  const keys = name.match(/[^[.\]]+/g)
  if (keys === null) {
    return () => {
      throw new Error('a path of the filter has no name in it')
    }
  }
  return compileGet([container, ...keys])
}

function findEmptyGroup({ children }: GroupCondition): boolean {
  return children.some(
    (child: Child) => child === undefined || (child.type === 'group' && findEmptyGroup(child)),
  )
}

/** The parser's own words help only where it says what it missed. */
function explain({ message }: Error): string {
  return message.startsWith('Cannot read properties')
    ? 'a word, an operator, a quote or a parenthesis is out of place; see "Filters" in docs/mapping.md'
    : message
}
