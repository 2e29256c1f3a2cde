/** Why an event that was sent became a dead letter. */
export type SendDeadLetterCode = 'rejected' | 'unauthorized' | 'not_found' | 'unavailable'

/** An event that is over: `reason` holds no row value and no key. */
export type SendEnd =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'dead'; readonly code: SendDeadLetterCode; readonly reason: string }
