import { LiquidError, type Template } from 'liquidjs'
import type { Directive } from '../directive.ts'
import { checkText } from '../checks.ts'
import { computed, constant } from '../expression.ts'
import { TEMPLATE_LIMIT_CHARACTERS, createEngine } from '../liquid/create-engine.ts'
import { MappingError, type MappingPath } from '../mapping-error.ts'

const engine = createEngine()

/** `@liquid`: a Liquid template over the row, without loops, includes and the filters that walk lists. */
export const liquid: Directive = {
  check(value, path, report, compiler) {
    checkText(value, path, report, compiler)
    const parsed = typeof value === 'string' ? parse(value) : null
    if (parsed !== null && !parsed.ok && parsed.isHopeless) report(path, parsed.message)
  },
  compile(value, path, compiler) {
    if (typeof value !== 'string') return compiler.fail(path, 'must be text')
    if (value === '') return constant('')
    if (value.length > TEMPLATE_LIMIT_CHARACTERS) {
      return compiler.fail(
        path,
        `must have at most ${TEMPLATE_LIMIT_CHARACTERS} characters, but it has ${value.length}`,
      )
    }
    const parsed = parse(value)
    if (!parsed.ok) return compiler.fail(path, parsed.message)
    const { template } = parsed
    // These tags write into the row that they are given.
    const prepare = /crement/.test(value) ? copyRow : (row: unknown) => row
    return computed((row, budget) => {
      try {
        return engine.render(template, prepare(row), budget)
      } catch (error) {
        throw createRenderError(error, path)
      }
    })
  },
}

/** A parsed template, or why there is none. Such a message quotes the template alone: no row has been seen. */
type Parsed =
  | { readonly ok: true; readonly template: Template[] }
  /** Hopeless: no row can make it right, and no branch leads around it. */
  | { readonly ok: false; readonly message: string; readonly isHopeless: boolean }

function parse(text: string): Parsed {
  try {
    return { ok: true, template: engine.parse(text) }
  } catch (error) {
    if (error instanceof MappingError) return { ok: false, message: error.message, isHopeless: true }
    const message = error instanceof Error ? error.message : 'unknown error'
    return { ok: false, message: `is no template that can be rendered: ${message}`, isHopeless: false }
  }
}

function copyRow(row: unknown): unknown {
  return typeof row === 'object' && row !== null && !Array.isArray(row) ? { ...row } : row
}

/** Only these messages of the renderer are known to hold no value of the row. */
const SAFE_MESSAGE = /the (?:filter|tag) "\w+" is switched off/

function createRenderError(error: unknown, path: MappingPath): MappingError {
  const cause = findCause(error)
  if (cause instanceof MappingError) {
    return cause.code === 'event_too_large' ? cause : new MappingError(cause.code, path, cause.message)
  }
  const [message] = SAFE_MESSAGE.exec(error instanceof Error ? error.message : '') ?? []
  return new MappingError(
    'mapping_failed',
    path,
    message === undefined ? 'could not be rendered for this row' : `could not be rendered: ${message}`,
  )
}

/** What the engine wrapped in errors of its own. */
function findCause(error: unknown): unknown {
  return LiquidError.is(error) && error.originalError !== undefined ? findCause(error.originalError) : error
}
