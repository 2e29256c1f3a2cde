import type { Path, Report } from './mistake.ts'
import type { Sections } from './parse-sections.ts'
import { formatSuggestion } from '@sluice/shared/domain'

/**
 * Reports what names something that the file does not have, and mappings that send a model where its source must not go. `quote` gives
 * the text that the file itself has at a place, so that no value of the environment is shown.
 */
export function checkReferences(sections: Sections, quote: (path: Path) => string, report: Report): void {
  const { sources, models, destinations, mappings } = sections
  const check = (section: keyof Sections, kind: string, id: string | undefined, path: Path): void => {
    const ids = sections[section].flatMap((item) => item.id ?? [])
    if (id === undefined || ids.includes(id)) return
    report(path, `there is no ${kind} ${quote(path)} in this file${formatSuggestion(id, ids)}`)
  }
  models.forEach(({ source }, index) => check('sources', 'source', source, ['models', index, 'source']))
  destinations.forEach(({ source }, index) =>
    check('sources', 'source', source, ['destinations', index, 'source']),
  )
  mappings.forEach(({ model, destination }, index) => {
    const path = ['mappings', index, 'destination']
    check('models', 'model', model, ['mappings', index, 'model'])
    check('destinations', 'destination', destination, path)

    const modelIndex = models.findIndex(({ id }) => id === model)
    const destinationIndex = destinations.findIndex(({ id }) => id === destination)
    const from = models[modelIndex]?.source
    const only = destinations[destinationIndex]?.source
    const isKnown = [from, only].every((id) => sources.some((source) => source.id === id))
    if (!isKnown || from === only) return
    const [takes, has] = [
      quote(['destinations', destinationIndex, 'source']),
      quote(['models', modelIndex, 'source']),
    ]
    report(path, `takes models of source ${takes} only, but its model is of source ${has}`)
  })
}
