import type { ResourceKind } from '@sluice/config'
import { listItems } from '@sluice/operations'
import type { Visit } from '../pages/page.ts'

/** As many as a choice can hold. */
const MOST = 1_000

/** The names of the items of a kind, to choose from. */
export async function listNames({ deps }: Visit, kind: ResourceKind): Promise<readonly string[]> {
  const { items } = await listItems(deps, { kind, limit: MOST })
  return items.map(({ id }) => id)
}
