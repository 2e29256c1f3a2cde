import { listItems, readItem, type DatabaseDeps } from '@sluice/operations'

/** More models than anybody chooses from in a list. */
const LIMIT = 1_000

/** Ids of the models whose rows may be sent to a destination. */
export async function listModels(deps: DatabaseDeps, destination: string): Promise<readonly string[]> {
  const { item } = await readItem(deps, { kind: 'destination', id: destination })
  const { items } = await listItems(deps, { kind: 'model', limit: LIMIT })
  return items.filter(({ item: model }) => (item.source ?? model.source) === model.source).map(({ id }) => id)
}
