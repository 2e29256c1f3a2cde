import type { RememberedDocument } from './record-document.ts'

/** Which version was the last to go out, in words that follow the one that is remembered. */
export function describeDelivered({ version, deliveredVersion }: RememberedDocument): string {
  if (deliveredVersion === null) return 'none has gone out'
  return deliveredVersion === version
    ? 'it has gone out'
    : `version ${deliveredVersion} was the last to go out`
}
