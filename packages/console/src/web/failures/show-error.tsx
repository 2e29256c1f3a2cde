/** @jsxRuntime automatic @jsxImportSource preact */
import type { SluiceError } from '@sluice/shared/errors'
import type { View } from '../pages/page.ts'
import { Cure } from './cure.tsx'
import { errorView } from './error-view.tsx'

/** What went wrong in the words of the error, and what mends it. */
export function showError(error: SluiceError, status: number): View {
  const title =
    status === 404 ? 'It is not there' : status === 409 ? 'That does not go now' : 'That did not work'
  return errorView(
    status,
    title,
    error.lines.map((line) => (
      <>
        {line}
        <br />
      </>
    )),
    <Cure error={error} />,
  )
}

/** What nobody expected: the log has the whole story. */
export function showUnexpected(): View {
  return errorView(500, 'Something unexpected happened', 'The log of the console says what.')
}
