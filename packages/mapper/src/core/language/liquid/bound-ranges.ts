import { TokenKind, TypeGuards, evalTokenValue, type Context } from 'liquidjs'
import { MappingError } from '../mapping-error.ts'

/** Most numbers in a range: as text they would be more than an event holds. */
const RANGE_LIMIT = 10_000

/** The members of parsed templates that lead out of them. */
const OUTSIDE = new Set(['liquid', 'tokenizer'])

/**
 * Makes every range of a parsed template count its numbers before it makes them; throws
 * when the template itself says that they are too many. The engine counts from one end
 * to the other, which takes for ever where a double no longer tells neighbours apart.
 */
export function boundRanges(template: unknown): void {
  const seen = new Set<object>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    for (const [key, member] of Object.entries(value)) if (!OUTSIDE.has(key)) visit(member)
    if (TypeGuards.isRangeToken(value)) bound(value)
  }
  visit(template)
}

type Range = Parameters<typeof evalTokenValue>[0] & { readonly lhs: Operand; readonly rhs: Operand }
type Operand = Parameters<typeof evalTokenValue>[0]

/**
 * The token becomes one whose value is computed here: the engine evaluates the initial
 * value of a filtered value, and then its filters.
 */
function bound(token: object): void {
  const { lhs, rhs } = token as Range
  const [low, high] = [readLiteral(lhs), readLiteral(rhs)]
  if (low !== undefined && high !== undefined) checkRange(low, high)
  const evaluate = function* (context: Context): Generator<unknown, number[]> {
    const from = Number(yield evalTokenValue(lhs, context))
    const to = Number(yield evalTokenValue(rhs, context))
    checkRange(from, to)
    const numbers: number[] = []
    for (let number = from; number < to + 1; number++) numbers.push(number)
    context.memoryLimit.use(numbers.length)
    return numbers
  }
  Object.assign(token, { kind: TokenKind.FilteredValue, initial: { evaluate }, filters: [] })
}

function readLiteral(token: Operand): number | undefined {
  return TypeGuards.isNumberToken(token) ? token.content : undefined
}

function checkRange(low: number, high: number): void {
  const isExact = [low, high].every((end) => Number.isNaN(end) || Math.abs(end) <= Number.MAX_SAFE_INTEGER)
  if (isExact && !(high - low >= RANGE_LIMIT)) return
  throw new MappingError('mapping_failed', [], `has a range of more than ${RANGE_LIMIT} numbers`)
}
