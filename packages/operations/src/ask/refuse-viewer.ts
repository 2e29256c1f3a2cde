import { SluiceError } from '@sluice/shared/errors'
import type { Visitor } from './visitor.ts'

/**
 * Fails with `operator_needed` for a viewer: he may ask about what is in the config, since whoever may choose what is
 * asked learns the values of rows by it, one at a time.
 */
export function refuseViewer({ role }: Visitor, what: string): void {
  if (role === 'operator') return
  throw new SluiceError('operator_needed', `${what} needs the role operator`)
}
