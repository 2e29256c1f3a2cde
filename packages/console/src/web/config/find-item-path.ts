import type { ResourceKind } from '@sluice/config'

/** Where an item is looked at and changed, by its name in a path. */
const PLACES: Readonly<Record<ResourceKind, (name: string) => string>> = {
  source: (name) => `sources/${name}${nameless(name)}`,
  model: (name) => `models/${name}${nameless(name)}`,
  destination: (name) => `destinations/${name}/settings`,
  mapping: (name) => `mappings/${name}`,
  channel: (name) => `alerts/channels/${name}${nameless(name)}`,
  rule: (name) => `alerts/rules/${name}${nameless(name)}`,
}

/** What follows a name that is a page's own: one may be called `new`. */
function nameless(name: string): string {
  return name === 'new' ? '/edit' : ''
}

/** Where an item stands, relative to where the console stands. */
export function findItemPath(kind: ResourceKind, id: string): string {
  return PLACES[kind](encodeURIComponent(id))
}

/** The paths of the page of a kind of item, as express has them; the first is the usual one. */
export function listItemPatterns(kind: ResourceKind): readonly string[] {
  const pattern = `/${PLACES[kind](':id')}`
  return kind === 'destination' || kind === 'mapping' ? [pattern] : [pattern, `${pattern}/edit`]
}
