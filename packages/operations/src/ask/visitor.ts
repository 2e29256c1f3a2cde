import type { Actor } from '../deps.ts'

/** Who asks, and whether he may see values of rows: a viewer sees shapes and counts. */
export interface Visitor {
  readonly actor: Actor
  readonly role: 'operator' | 'viewer'
}
