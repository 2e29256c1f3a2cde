import { randomBytes } from 'node:crypto'
import type { Response } from 'express'

/** What the styles that a page makes for itself are known by, in this answer and no other. */
export function createNonce(response: Response): string {
  const nonce = randomBytes(16).toString('base64')
  response.locals['nonce'] = nonce
  return nonce
}

/** The same, where `createNonce` came before. */
export function readNonce(response: Response): string {
  return response.locals['nonce'] as string
}
