/** @jsxRuntime automatic @jsxImportSource preact */
import { SluiceError } from '@sluice/shared/errors'
import type { ComponentChildren } from 'preact'
import { Cure } from '../failures/cure.tsx'

/** The answer to a question, or, in its place, why there is none and what mends that. */
export async function askOrTell(ask: () => Promise<ComponentChildren>): Promise<ComponentChildren> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return (
      <div class="verdict bad">
        <p>failed: {error.lines.join('; ')}</p>
        <p>
          <Cure error={error} />
        </p>
      </div>
    )
  }
}
