/** @jsxRuntime automatic @jsxImportSource preact */
import type { View } from '../pages/page.ts'
import { errorView } from './error-view.tsx'

/** For a path that is no page. */
export function showNowhere(): View {
  return errorView(404, 'There is no such page', 'It may have been deleted, or the address is not right.')
}
