import type { Response } from 'express'
import type { Account } from './account.ts'

/** Who stands before the gate. */
export type Visitor =
  | KnownVisitor
  /** `isWrong`: gave credentials, and they are not right. */
  | { readonly kind: 'unknown'; readonly isWrong: boolean }
  | { readonly kind: 'held'; readonly waitSeconds: number }

/** Somebody who may come in; with a session there is something to sign out of. */
export interface KnownVisitor {
  readonly kind: 'known'
  readonly account: Account
  readonly hasSession: boolean
}

/** Remembers who is being answered. */
export function rememberVisitor(response: Response, visitor: KnownVisitor): void {
  response.locals['visitor'] = visitor
}

/** Who is being answered, or null where that is not known yet. */
export function readKnownVisitor(response: Response): KnownVisitor | null {
  return (response.locals['visitor'] as KnownVisitor | undefined) ?? null
}

/** Who is being answered; only where `rememberVisitor` came before. */
export function readVisitor(response: Response): KnownVisitor {
  return response.locals['visitor'] as KnownVisitor
}
