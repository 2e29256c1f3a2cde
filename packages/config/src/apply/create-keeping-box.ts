import { randomUUID } from 'node:crypto'
import type { ConfigBox } from '@sluice/shared/secrets'

/**
 * A box for changing config without a key that opens: what it opens stands for what is sealed, and is sealed as it was.
 * What is new is sealed by `seal`.
 */
export function createKeepingBox(seal: ConfigBox['seal']): ConfigBox {
  // Nobody outside can say that something is sealed already.
  const kept = `${randomUUID()}:`
  return {
    open: (sealed) => `${kept}${sealed}`,
    seal: (secret, place) => (secret.startsWith(kept) ? secret.slice(kept.length) : seal(secret, place)),
  }
}
