import { Liquid, type Template } from 'liquidjs'
import type { Directive } from '../directive.ts'
import { checkText } from '../checks.ts'
import { computed, constant } from '../expression.ts'
import { MappingError } from '../mapping-error.ts'

/** Longest template, in UTF-16 units, as in Segment. */
const LIMIT_CHARACTERS = 1000

const DISABLED_TAGS = ['case', 'for', 'include', 'layout', 'render', 'tablerow']

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

const engine = createEngine()

/** `@liquid`: a Liquid template over the row, without loops, includes and the filters that walk lists. */
export const liquid: Directive = {
  check: checkText,
  compile(value, path, compiler) {
    if (typeof value !== 'string') return compiler.fail(path, 'must be text')
    if (value === '') return constant('')
    if (value.length > LIMIT_CHARACTERS) {
      return compiler.fail(
        path,
        `must have at most ${LIMIT_CHARACTERS} characters, but it has ${value.length}`,
      )
    }
    const parsed = parse(value)
    if (typeof parsed === 'string') return compiler.fail(path, parsed)
    return computed((row) => {
      try {
        return engine.renderSync(parsed, row as object) as string
      } catch (error) {
        throw new MappingError('mapping_failed', path, describeRenderError(error))
      }
    })
  },
}

/** The parsed template, or why there is none. Such a message quotes the template alone: no row has been seen. */
function parse(template: string): Template[] | string {
  try {
    return engine.parse(template)
  } catch (error) {
    return `is no template that can be rendered: ${error instanceof Error ? error.message : 'unknown error'}`
  }
}

/** Only these messages of the renderer are known to hold no value of the row. */
const SAFE_MESSAGE = /the (?:filter|tag) "\w+" is switched off|(?:render|memory alloc) limit exceeded/

function describeRenderError(error: unknown): string {
  const [message] = SAFE_MESSAGE.exec(error instanceof Error ? error.message : '') ?? []
  return message === undefined ? 'could not be rendered for this row' : `could not be rendered: ${message}`
}

function createEngine(): Liquid {
  const created = new Liquid({ parseLimit: LIMIT_CHARACTERS, renderLimit: 500, memoryLimit: 1e8 })
  for (const tag of DISABLED_TAGS) {
    const disabled = (): never => {
      throw new Error(`the tag "${tag}" is switched off`)
    }
    created.registerTag(tag, { parse: disabled, render: disabled })
  }
  for (const filter of DISABLED_FILTERS) {
    created.registerFilter(filter, () => {
      throw new Error(`the filter "${filter}" is switched off`)
    })
  }
  return created
}
