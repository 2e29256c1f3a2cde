import {
  readCurrentConfig,
  validateItem,
  type Mistake,
  type Resource,
  type ResourceKind,
} from '@sluice/config'
import type { AskDeps } from './ask-deps.ts'

/** What an item says, or what is wrong with it, by paths in the item. */
export type ReadItem<Kind extends ResourceKind> =
  | { readonly value: Resource<Kind>['value'] }
  | { readonly mistakes: readonly Mistake[] }

/** How an item is called that has no name yet. */
const NAMELESS = 'new'

/** Reads an item that is not saved yet, with the rules of a whole config; it need not have a name. */
export async function readTypedItem<Kind extends ResourceKind>(
  { db, asker }: AskDeps,
  kind: Kind,
  item: unknown,
): Promise<ReadItem<Kind>> {
  // Somebody types: thousands of other mappings have nothing to do with this one.
  const current = await readCurrentConfig(db, asker.secrets, kind === 'mapping' ? readId(item) : null)
  const isNameless = typeof item === 'object' && item !== null && !('id' in item && item.id !== '')
  const validated = validateItem(kind, isNameless ? { ...item, id: NAMELESS } : item, { current })
  if (!validated.ok) return { mistakes: validated.mistakes }
  return { value: validated.resource.value as Resource<Kind>['value'] }
}

function readId(item: unknown): string {
  return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string'
    ? item.id
    : ''
}
