import { Liquid } from 'liquidjs'
import { formatSuggestion, type Json } from '@sluice/shared/domain'
import type { Mistake } from '../mapping-config.ts'
import { visitDirectives } from './visit-directives.ts'

const PLACEHOLDER = /\{\{\{[^}]+\}\}\}|\{\{[^}]+\}\}/g

const engine = new Liquid({ strictFilters: true })

/** Placeholders that are not closed, and filters that Liquid does not have. */
export function lintTemplates(fields: Json): readonly Mistake[] {
  const mistakes: Mistake[] = []
  visitDirectives(fields, ['fields'], (name, text, path) => {
    if (typeof text !== 'string') return
    const message = name === '@template' ? lintTemplate(text) : name === '@liquid' ? lintLiquid(text) : null
    if (message !== null) mistakes.push({ path, message })
  })
  return mistakes
}

function lintTemplate(text: string): string | null {
  return text.replaceAll(PLACEHOLDER, '').includes('{{')
    ? 'has a placeholder that is empty or not closed, and stays in the text as it is: write {{properties.column}}'
    : null
}

/** A filter that is not known changes nothing; other mistakes have been told by the compiler. */
function lintLiquid(text: string): string | null {
  try {
    engine.parse(text)
    return null
  } catch (error) {
    const [, name] = /undefined filter: (\w+)/.exec(error instanceof Error ? error.message : '') ?? []
    if (name === undefined) return null
    return `has a filter "${name}" that Liquid does not have and passes over${formatSuggestion(name, Object.keys(engine.filters))}`
  }
}
