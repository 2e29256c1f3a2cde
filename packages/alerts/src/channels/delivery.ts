import type { AlertMessage } from '@sluice/shared/domain'

/** A message on its way; its id stays the same however often it is sent, so that a repeat can be dropped. */
export interface Post {
  /** `msg_…` */
  readonly id: string
  readonly message: AlertMessage
  readonly now: Date
}

/** What came back, in words that quote nothing of a URL or an answer; `isTransient` where a moment later may do. */
export type Delivery =
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly detail: string; readonly isTransient: boolean }
