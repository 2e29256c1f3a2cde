import type { Mistake } from '../mapping-config.ts'
import { readTokens, type Token } from './read-tokens.ts'

/**
 * What a filter says that Segment's parser ignores or takes for something else: single quotes, negated groups, unknown
 * fields and words, `and` beside `or`, nested parentheses. No warning about a filter that cannot be read at all.
 */
export function lintFilter(filter: string): readonly Mistake[] {
  const messages: string[] = []
  lintGroup(readTokens(filter), messages)
  return [...new Set(messages)].map((message) => ({ path: ['filter'], message }))
}

const FIELDS = ['type', 'event', 'name', 'userId', 'properties', 'traits', 'context']
const FUNCTIONS = ['contains', 'match']
const OPERATORS = ['=', '!=', '<', '<=', '>', '>=']

/** Goes through the words as the parser does, and takes down what it passes over. */
function lintGroup(tokens: readonly Token[], messages: string[]): void {
  const conditionals = new Set<string>()
  let index = 0
  while (index < tokens.length) {
    const token = tokens[index] as Token
    const next = tokens[index + 1]
    if (isFunction(token) && next?.type === 'parenleft') {
      lintFunction(token.value, tokens.slice(index + 2, index + 5), messages)
      index += 6
    } else if (token.type === 'ident' && isField(token.value)) {
      lintComparison(token.value, next, tokens[index + 2], messages)
      index += 3
    } else if (token.type === 'ident') {
      index += lintStranger(token.value, next, messages)
    } else if (token.type === 'operator' && token.value === '!') {
      if (!isFunction(next)) {
        messages.push(
          '"!" is ignored unless contains(…) or match(…) follows; use != or turn the condition round',
        )
      }
      index++
    } else if (token.type === 'parenleft') {
      index = lintParentheses(tokens, index + 1, messages)
    } else {
      if (token.type === 'conditional') conditionals.add(token.value)
      index++
    }
  }
  if (conditionals.size > 1) {
    messages.push(
      '"and" beside "or": the last one counts for the whole group; put one of them in parentheses',
    )
  }
}

function lintComparison(
  field: string,
  operator: Token | undefined,
  value: Token | undefined,
  messages: string[],
): void {
  if (operator !== undefined && !OPERATORS.includes(operator.value)) {
    messages.push(`"${operator.value}" after ${field} is no operator, so the condition never holds`)
  }
  if (value?.type === 'null' && (field === 'type' || field === 'event')) {
    messages.push(`${field} is compared with the text "null": no row lacks it`)
  }
  lintValue(value, messages)
}

function lintFunction(name: string, args: readonly Token[], messages: string[]): void {
  const [field, , value] = args
  if (field !== undefined && !isField(field.value)) messages.push(formatStranger(field.value))
  if (field?.value === 'type') messages.push(`${name}(type, …) is ignored; compare type with = instead`)
  if (name === 'match' && value?.type === 'string') {
    const pattern = value.value.slice(1, -1)
    const stars = pattern.split('*').length - 1
    if (stars !== 1 || !(pattern.startsWith('*') || pattern.endsWith('*'))) {
      messages.push(
        `match needs one * at the start or the end of its text: ${value.value} is taken for something else`,
      )
    }
  }
  lintValue(value, messages)
}

function lintValue(value: Token | undefined, messages: string[]): void {
  if (value?.type === 'string' && value.value.startsWith("'")) {
    messages.push(`${value.value} is compared with its single quotes; use double quotes`)
  } else if (value?.type === 'ident' && value.value !== 'true' && value.value !== 'false') {
    messages.push(`${value.value} is compared as text, not as a field; put it in double quotes`)
  }
}

/** A word that the parser does not know is passed over, and so is what it is compared with; returns how many words. */
function lintStranger(word: string, next: Token | undefined, messages: string[]): number {
  const upper = word.toUpperCase()
  if (upper === 'AND' || upper === 'OR') {
    messages.push(`"${word}" is ignored, which leaves "and"; write it in lower case`)
    return 1
  }
  if (upper === 'NOT') {
    messages.push(`"${word}" is ignored; use != or put ! before contains(…) or match(…)`)
    return 1
  }
  messages.push(formatStranger(word))
  return next?.type === 'operator' && next.value !== '!' ? 3 : 1
}

function formatStranger(word: string): string {
  return `"${word}" is no field of filters and its condition is ignored; there are ${FIELDS.slice(0, 4).join(', ')}, properties.…, traits.… and context.…`
}

/** The first closing parenthesis ends a group, however many were opened; returns where the words go on. */
function lintParentheses(tokens: readonly Token[], start: number, messages: string[]): number {
  let end = start
  while (end < tokens.length && tokens[end]?.type !== 'parenright') end++
  const inner = tokens.slice(start, end)
  const isNested = inner.some((token, index) => token.type === 'parenleft' && !isFunction(inner[index - 1]))
  // Of one that stands last in its group the two parentheses close what they seem to.
  const isLast = tokens[end + 1]?.type === 'parenright'
  const holdsFunction = inner.some(
    (token, index) => token.type === 'parenleft' && isFunction(inner[index - 1]) && !isLast,
  )
  if (isNested) messages.push('parentheses do not nest: the first ")" closes the group')
  if (holdsFunction)
    messages.push(
      'the ")" of contains(…) or match(…) closes the group around it; what follows stands outside',
    )
  lintGroup(inner, messages)
  return end + 1
}

function isFunction(token: Token | undefined): token is Token {
  return token?.type === 'ident' && FUNCTIONS.includes(token.value)
}

function isField(name: string): boolean {
  return FIELDS.includes(name.split('.')[0] ?? '')
}
