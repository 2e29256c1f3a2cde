import { SluiceError } from '@sluice/shared/errors'

/** True when an error means that a sync cannot go on, whatever is tried. */
export function isFatal(error: unknown): error is SluiceError {
  return error instanceof SluiceError && error.kind === 'misconfigured'
}
