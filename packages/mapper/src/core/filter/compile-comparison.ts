import type { Operator } from '@segment/destination-subscriptions'

/** True for a value of the row that a condition wants. */
export type Comparison = (actual: unknown) => boolean

/** The test that an operator stands for, as Segment evaluates it: nothing is converted but the wanted value. */
export function compileComparison(
  operator: Operator,
  wanted: string | number | boolean | undefined,
): Comparison {
  const text = String(wanted)
  const number = Number(wanted)
  switch (operator) {
    case '=':
      return (actual) => actual === text
    case '!=':
      return (actual) => actual !== text
    case 'number_equals':
      return (actual) => typeof actual === 'number' && actual === number
    case 'number_not_equals':
      return (actual) => typeof actual === 'number' && actual !== number
    case '<':
      return (actual) => typeof actual === 'number' && actual < number
    case '<=':
      return (actual) => typeof actual === 'number' && actual <= number
    case '>':
      return (actual) => typeof actual === 'number' && actual > number
    case '>=':
      return (actual) => typeof actual === 'number' && actual >= number
    case 'contains':
      return (actual) => typeof actual === 'string' && actual.includes(text)
    case 'not_contains':
      return (actual) => typeof actual === 'string' && !actual.includes(text)
    case 'starts_with':
      return (actual) => typeof actual === 'string' && actual.startsWith(text)
    case 'not_starts_with':
      return (actual) => typeof actual === 'string' && !actual.startsWith(text)
    case 'ends_with':
      return (actual) => typeof actual === 'string' && actual.endsWith(text)
    case 'not_ends_with':
      return (actual) => typeof actual === 'string' && !actual.endsWith(text)
    case 'exists':
      return (actual) => actual !== undefined && actual !== null
    case 'not_exists':
      return (actual) => actual === undefined || actual === null
    case 'is_true':
      return (actual) => actual === true
    case 'is_false':
      return (actual) => actual === false
    default:
      // The parser takes any token for an operator; what is none never holds.
      operator satisfies never
      return () => false
  }
}
