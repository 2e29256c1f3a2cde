import type { Page } from '../pages/page.ts'
import { createDeletePage } from './create-delete-page.tsx'
import { createEditPages } from './create-edit-page.tsx'
import { createListPage } from './create-list-page.tsx'
import { createNewPage } from './create-new-page.tsx'
import { createTakeOverPage } from './create-take-over-page.ts'
import type { ItemKind } from './item-kind.ts'

/** The pages of a kind of item: the list, a new one, one, and what else can be done with it. */
export function createItemPages<Context>(kind: ItemKind<Context>): readonly Page[] {
  return [createListPage(kind), ...createFormPages(kind)]
}

/** The same without the list, for what stands on a page of its own. */
export function createFormPages<Context>(kind: ItemKind<Context>): readonly Page[] {
  return [createNewPage(kind), ...createEditPages(kind), createTakeOverPage(kind), createDeletePage(kind)]
}
