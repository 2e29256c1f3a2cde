import type { Page } from '../pages/page.ts'
import { createDeletePage } from './create-delete-page.tsx'
import { createTakeOverPage } from './create-take-over-page.ts'
import type { ItemPlace } from './item-kind.ts'

const MAPPINGS: ItemPlace = {
  kind: 'mapping',
  place: 'mappings',
  list: 'destinations',
  showUse: () => Promise.resolve(null),
}

/** What can be done with a mapping beside its editor. */
export const MAPPING_ITEM_PAGES: readonly Page[] = [createTakeOverPage(MAPPINGS), createDeletePage(MAPPINGS)]
