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
  const { sources, models, destinations, mappings, channels, rules } = sections
  // Once for all: a config may have thousands of each.
  const places = {
    sources: findPlaces(sources),
    models: findPlaces(models),
    destinations: findPlaces(destinations),
    mappings: findPlaces(mappings),
    channels: findPlaces(channels),
  }
  const check = (
    section: keyof typeof places,
    kind: string,
    id: string | null | undefined,
    path: Path,
  ): void => {
    if (id === undefined || id === null || places[section].has(id)) return
    const ids = [...places[section].keys()]
    report(path, `there is no ${kind} ${quote(path)}${place}${formatSuggestion(id, ids)}`)
  }
  models.forEach(({ source }, index) => check('sources', 'source', source, ['models', index, 'source']))
  destinations.forEach(({ source }, index) =>
    check('sources', 'source', source, ['destinations', index, 'source']),
  )
  rules.forEach(({ mapping, channels: told = [] }, index) => {
    const path = ['alerts', 'rules', index]
    check('mappings', 'mapping', mapping, [...path, 'mapping'])
    told.forEach((channel, place) => check('channels', 'channel', channel, [...path, 'channels', place]))
  })
  mappings.forEach(({ model, destination }, index) => {
    const path = ['mappings', index, 'destination']
    check('models', 'model', model, ['mappings', index, 'model'])
    check('destinations', 'destination', destination, path)

    const modelIndex = places.models.get(model ?? '') ?? -1
    const destinationIndex = places.destinations.get(destination ?? '') ?? -1
    const from = models[modelIndex]?.source
    const only = destinations[destinationIndex]?.source
    const isKnown = [from, only].every((known) => places.sources.has(known ?? ''))
    if (!isKnown || from === only) return
    const [takes, has] = [
      quote(['destinations', destinationIndex, 'source']),
      quote(['models', modelIndex, 'source']),
    ]
    report(path, `takes models of source ${takes} only, but its model is of source ${has}`)
  })
}

/** Where the first item of each id stands. */
function findPlaces(items: readonly { readonly id?: string }[]): ReadonlyMap<string, number> {
  const pairs = items.flatMap(({ id }, index) => (id === undefined ? [] : [[id, index] as const]))
  // Of those that are given twice the first one counts.
  return new Map(pairs.toReversed())
}
