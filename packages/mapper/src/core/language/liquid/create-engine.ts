import { Context, Liquid, toValueSync, type Emitter, type Template } from 'liquidjs'
import type { Budget } from '../budget.ts'
import { boundRanges } from './bound-ranges.ts'
import { COUNTED_FILTERS } from './counted-filters.ts'
import { createEmitter } from './counted-emitter.ts'
import { createLimiter } from './row-limiter.ts'

/** Longest template, in UTF-16 units, as in Segment. */
export const TEMPLATE_LIMIT_CHARACTERS = 1000

const DISABLED_TAGS = ['case', 'for', 'include', 'layout', 'render', 'tablerow']

/** A Liquid engine whose work counts against the budget of a row. */
export interface LiquidEngine {
  /** Throws for text that is no template. */
  parse(text: string): Template[]
  render(template: Template[], row: unknown, budget: Budget): string
}

/**
 * Liquid without loops, includes and the filters that walk lists, as Segment has it. The engine's own
 * limits leave much uncounted (what a template prints, lists within lists, the size of what a filter
 * gives) and one of them is a clock, which a process that was paused finds run out. So every text and
 * list is counted where it is made: by the filters, by the emitters that gather output, and by ranges.
 */
export function createEngine(): LiquidEngine {
  const engine = new Liquid({ parseLimit: TEMPLATE_LIMIT_CHARACTERS })
  for (const tag of DISABLED_TAGS) {
    const disabled = (): never => {
      throw new Error(`the tag "${tag}" is switched off`)
    }
    engine.registerTag(tag, { parse: disabled, render: disabled })
  }
  for (const [name, filter] of COUNTED_FILTERS) engine.registerFilter(name, filter)

  const { renderer } = engine
  const renderTemplates = renderer.renderTemplates.bind(renderer)
  // Tags render what stands inside them through this, too.
  renderer.renderTemplates = (templates: Template[], context: Context, emitter?: Emitter) =>
    renderTemplates(templates, context, emitter ?? createEmitter(context.memoryLimit))

  return {
    parse(text) {
      const template = engine.parse(text)
      boundRanges(template)
      return template
    },
    render(template, row, budget) {
      const limits = { memoryLimit: createLimiter(budget), renderLimit: NO_LIMIT, liquid: engine }
      const context = new Context(row as object, engine.options, { sync: true }, limits)
      return toValueSync(renderer.renderTemplates(template, context)) as string
    },
  }
}

const NO_LIMIT = createLimiter(null)
