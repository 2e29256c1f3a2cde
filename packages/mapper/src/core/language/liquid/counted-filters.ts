import { filters, type FilterImplOptions } from 'liquidjs'
import { MappingError } from '../mapping-error.ts'
import { measureJson } from '../measure-json.ts'
import { WORK_LIMIT_UNITS } from '../budget.ts'
import { countValue } from './count-value.ts'
import type { Limiter } from './row-limiter.ts'

const DISABLED_FILTERS = [
  'array_to_sentence_string',
  'concat',
  'find',
  'find_exp',
  'find_index',
  'find_index_exp',
  'group_by',
  'group_by_exp',
  'has',
  'has_exp',
  'map',
  'newline_to_br',
  'reject',
  'reject_exp',
  'reverse',
  'sort',
  'sort_natural',
  'type',
  'uniq',
  'where_exp',
]

type Handler = Extract<FilterImplOptions, (...args: never[]) => unknown>
type Guard = (limiter: Limiter, args: readonly unknown[]) => void

/** Longest argument that a filter reads as a path or a format: as long as a template may be. */
const ARGUMENT_LIMIT_CHARACTERS = 1000

/** What these filters take for each character or item beside what they give, in units. */
const SLOW_UNITS: { readonly [filter: string]: number } = {
  cgi_escape: 4,
  sample: 16,
  slugify: 4,
  sum: 16,
  uri_escape: 4,
  url_encode: 4,
  where: 64,
}

/** What a filter does with these arguments would grow faster than they do, so it is looked at before. */
const GUARDS: { readonly [filter: string]: Guard } = {
  // The lists in the list are printed one into the other.
  join: (limiter, [list, separator]) => {
    const length = Array.isArray(list) ? list.length : 1
    limiter.use(countValue(list) + length * readText(separator).length)
  },
  date: (_, [, format]) => checkFormat(format),
  where: (_, [, property]) => checkProperty(property),
  sum: (_, [, property]) => checkProperty(property),
}

/**
 * Every filter of the engine by its name; what one gives is counted in full, so that
 * nothing in a template is larger than what was spent.
 */
export const COUNTED_FILTERS: ReadonlyMap<string, FilterImplOptions> = new Map([
  ...Object.entries(filters as Readonly<Record<string, FilterImplOptions>>).map(
    ([name, filter]) => [name, countFilter(name, filter)] as const,
  ),
  ...['json', 'jsonify', 'inspect'].map((name) => [name, toJson] as const),
  ...DISABLED_FILTERS.map((name) => [name, disable(name)] as const),
])

function countFilter(name: string, filter: FilterImplOptions): FilterImplOptions {
  const handler: Handler = typeof filter === 'function' ? filter : filter.handler
  const isRaw = typeof filter !== 'function' && filter.raw
  const units = SLOW_UNITS[name] ?? 0
  const counted: Handler = function* (...args): Generator<unknown, unknown> {
    const limiter = this.context.memoryLimit
    GUARDS[name]?.(limiter, args)
    limiter.use(units * countLength(args[0]))
    const result: unknown = yield handler.apply(this, args)
    limiter.use(countValue(result))
    return result
  }
  return isRaw ? { handler: counted, raw: true } : counted
}

function countLength(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0
}

function disable(filter: string): Handler {
  return () => {
    throw new Error(`the filter "${filter}" is switched off`)
  }
}

/** JSON text; values of a row hold no circles, which is all that `inspect` minds beside. */
function toJson(this: ThisParameterType<Handler>, value: unknown, space: unknown = 0): string | undefined {
  const limiter = this.context.memoryLimit
  limiter.use(measureJson(value, WORK_LIMIT_UNITS))
  const indent = typeof space === 'string' ? space.slice(0, 10) : Math.min(10, Number(space) || 0)
  const width = typeof indent === 'string' ? indent.length : indent
  if (width > 0) limiter.use(measureIndent(value, width, width))
  return JSON.stringify(value, null, indent)
}

/** The characters that stand before members and items when each has a line of its own. */
function measureIndent(value: unknown, width: number, margin: number): number {
  if (typeof value !== 'object' || value === null) return 0
  const members: readonly unknown[] = Object.values(value)
  let characters = (members.length + 1) * margin
  for (const member of members) characters += measureIndent(member, width, margin + width)
  return characters
}

/** The engine reads widths as it finds them and pads a character at a time. */
function checkFormat(format: unknown): void {
  const text = readText(format)
  if (text.length > ARGUMENT_LIMIT_CHARACTERS || /%[-_0^#:]*\d{4}/.test(text)) {
    throw new MappingError('mapping_failed', [], 'has a date format that is too long, or a width in it')
  }
}

/** A property is parsed as the template was, so it must not bring a range. */
function checkProperty(property: unknown): void {
  const text = readText(property)
  if (text.length > ARGUMENT_LIMIT_CHARACTERS || text.includes('(')) {
    throw new MappingError('mapping_failed', [], 'has a property that is too long, or a range in it')
  }
}

/** An argument as the engine reads it; what is a list or an object there is nothing that anybody meant. */
function readText(argument: unknown): string {
  return typeof argument === 'string' ? argument : (JSON.stringify(argument) ?? '')
}
