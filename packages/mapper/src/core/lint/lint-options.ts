import { formatSuggestion, type Json } from '@sluice/shared/domain'
import { isMappingObject } from '../language/json-value.ts'
import type { Mistake } from '../mapping-config.ts'
import { visitDirectives } from './visit-directives.ts'

/** The options of the directives that have any. */
const OPTIONS: { readonly [directive: string]: readonly string[] } = {
  '@if': ['exists', 'blank', 'then', 'else'],
  '@case': ['operator', 'value'],
  '@replace': ['pattern', 'replacement', 'pattern2', 'replacement2', 'value', 'ignorecase', 'global'],
  '@flatten': ['value', 'separator', 'omitArrays'],
  '@json': ['mode', 'value'],
  '@merge': ['objects', 'direction'],
  '@transform': ['apply', 'mapping'],
}

/** Options that a directive does not have, and passes over. */
export function lintOptions(fields: Json): readonly Mistake[] {
  const mistakes: Mistake[] = []
  visitDirectives(fields, ['fields'], (name, options, path) => {
    const known = OPTIONS[name]
    if (known === undefined || !isMappingObject(options)) return
    for (const option of Object.keys(options)) {
      if (known.includes(option)) continue
      const hint = formatSuggestion(option, known) || `: there are ${known.join(', ')}`
      mistakes.push({ path: [...path, option], message: `is no option of ${name} and is passed over${hint}` })
    }
  })
  return mistakes
}
