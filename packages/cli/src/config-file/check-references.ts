import type { Report } from './mistake.ts'
import type { Sections } from './parse-sections.ts'
import { formatSuggestion } from './suggest.ts'

/** Reports what names something that the file does not have, and mappings that send a model where its source must not go. */
export function checkReferences(sections: Sections, report: Report): void {
  const { sources, models, destinations, mappings } = sections
  const find = <T extends { readonly id?: string }>(
    items: readonly T[],
    id: string | undefined,
  ): T | undefined => (id === undefined ? undefined : items.find((item) => item.id === id))
  const check = (
    items: Sections[keyof Sections],
    kind: string,
    id: string | undefined,
    ...path: [string, number, string]
  ): void => {
    if (id === undefined || find<{ readonly id?: string }>(items, id) !== undefined) return
    const ids = items.flatMap((item) => item.id ?? [])
    report(path, `there is no ${kind} "${id}" in this file${formatSuggestion(id, ids)}`)
  }

  models.forEach(({ source }, index) => check(sources, 'source', source, 'models', index, 'source'))
  destinations.forEach(({ source }, index) =>
    check(sources, 'source', source, 'destinations', index, 'source'),
  )
  mappings.forEach(({ model, destination }, index) => {
    check(models, 'model', model, 'mappings', index, 'model')
    check(destinations, 'destination', destination, 'mappings', index, 'destination')

    const from = find(models, model)?.source
    const only = find(destinations, destination)?.source
    if (from !== undefined && only !== undefined && from !== only) {
      report(
        ['mappings', index, 'destination'],
        `destination "${destination}" takes models of source "${only}" only, but model "${model}" is of "${from}"`,
      )
    }
  })
}
