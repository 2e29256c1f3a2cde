import type { Path, Report } from './mistake.ts'
import type { Sections } from './parse-sections.ts'
import { formatSuggestion } from '@sluice/shared/domain'

/** How messages tell of what was written. */
export interface ReferenceWords {
  /** The text that was written at a place, in quotes: no value of the environment. */
  readonly quote: (path: Path) => string
  /** Where something is not, such as ` in this file`. */
  readonly place: string
}

/** Reports what names something that is not there, and mappings that send a model where its source must not go. */
export function checkReferences(sections: Sections, { quote, place }: ReferenceWords, report: Report): void {
  const { sources, models, destinations, mappings } = sections
  const check = (section: keyof Sections, kind: string, id: string | null | undefined, path: Path): void => {
    const ids = sections[section].flatMap((item) => item.id ?? [])
    if (id === undefined || id === null || ids.includes(id)) return
    report(path, `there is no ${kind} ${quote(path)}${place}${formatSuggestion(id, ids)}`)
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
    const isKnown = [from, only].every((known) => sources.some((source) => source.id === known))
    if (!isKnown || from === only) return
    const [takes, has] = [
      quote(['destinations', destinationIndex, 'source']),
      quote(['models', modelIndex, 'source']),
    ]
    report(path, `takes models of source ${takes} only, but its model is of source ${has}`)
  })
}
