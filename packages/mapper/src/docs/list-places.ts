import type { ActionDefinition } from '../core/index.ts'

type Shape = ActionDefinition['event']

/**
 * For each field that an action sends, where in its event it stands: `page_name` at `name` and at `properties.name`.
 */
export function listPlaces({
  event,
}: Pick<ActionDefinition, 'event'>): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, readonly string[]>()
  for (const [field, place] of walk(event, '')) places.set(field, [...(places.get(field) ?? []), place])
  return places
}

function walk(shape: Shape, prefix: string): readonly (readonly [field: string, place: string])[] {
  return Object.entries(shape).flatMap(([key, part]) => {
    const place = `${prefix}${key}`
    switch (part.from) {
      case 'constant':
        return []
      case 'field':
      case 'consent':
        return [[part.field, place]]
      case 'object': {
        const own: [string, string][] = part.spread === undefined ? [] : [[part.spread, place]]
        return [...own, ...walk(part.members, `${place}.`), ...walk(part.over ?? {}, `${place}.`)]
      }
      default:
        return part satisfies never
    }
  })
}
