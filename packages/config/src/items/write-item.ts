import { listKeys, unpackValues, type Resource } from './kinds.ts'

/** An item as a document says it. */
export type WrittenItem = Readonly<Record<string, unknown>>

/**
 * A resource as an item of a document, secrets in clear text: one form for each
 * meaning, without the keys that would say nothing.
 */
export function writeItem(resource: Resource): WrittenItem {
  const values = unpackValues(resource)
  const said = listKeys(resource.kind, values).map(
    ([property, key]) => [key.name, key.write(values[property])] as const,
  )
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}

/** How texts are written. */
interface Texts {
  /** In the place of a text that is sealed, at this place of the item. */
  readonly hide: (text: string, path: readonly string[]) => unknown
  /** In the place of any other; itself if absent. */
  readonly show?: (text: string) => string
}

/** The same with other texts. */
export function writeItemWith(resource: Resource, { hide, show }: Texts): WrittenItem {
  const hidden = new Set(
    listKeys(resource.kind, resource.value).flatMap(([, key]) => (key.isHidden ? [key.name] : [])),
  )
  return Object.fromEntries(
    Object.entries(writeItem(resource)).map(([name, said]) => {
      if (hidden.has(name)) return [name, mapTexts(said, [name], hide)]
      return [name, show === undefined ? said : mapTexts(said, [name], show)]
    }),
  )
}

function mapTexts(said: unknown, path: readonly string[], map: Texts['hide']): unknown {
  if (typeof said === 'string') return map(said, path)
  if (Array.isArray(said)) return said.map((member) => mapTexts(member, path, map))
  if (typeof said !== 'object' || said === null) return said
  return Object.fromEntries(
    Object.entries(said).map(([key, member]) => [key, mapTexts(member, [...path, key], map)]),
  )
}
