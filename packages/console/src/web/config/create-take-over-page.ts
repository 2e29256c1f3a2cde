import { readItem, saveItem } from '@sluice/operations'
import { redirect, type Page } from '../pages/page.ts'
import { findItemPath } from './find-item-path.ts'
import type { ItemPlace } from './item-kind.ts'

/** Takes an item over that a file keeps: it stays as it is, and is changed here from now on. */
export function createTakeOverPage(kind: ItemPlace): Page {
  return {
    path: `/${kind.place}/:id/take-over`,
    async act({ deps, params, actor }) {
      const { id, item, version } = await readItem(deps, { kind: kind.kind, id: params['id'] ?? '' })
      await saveItem(deps, { kind: kind.kind, id, item, seen: version, takeOver: true }, actor)
      return redirect(findItemPath(kind.kind, id), `${id} is kept here from now on.`)
    },
  }
}
