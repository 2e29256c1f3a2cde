/** @jsxRuntime automatic @jsxImportSource preact */
import type { View } from '../pages/page.ts'
import { errorView } from './error-view.tsx'

/** For whoever may look and not change. */
export function showForbidden(): View {
  return errorView(
    403,
    'Only operators change things',
    'You are signed in as a viewer. Nothing was changed.',
    <a href="sign-out">Sign in as an operator</a>,
  )
}
