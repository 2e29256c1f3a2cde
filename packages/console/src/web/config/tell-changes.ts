import type { SluiceError } from '@sluice/shared/errors'

/** Who has changed an item meanwhile, when, and what of it; the page says by itself how to go on. */
export function tellChanges({ facts, message }: SluiceError): string {
  const { changes } = facts
  return typeof changes === 'string' && changes !== '' ? `${changes}.` : message
}
