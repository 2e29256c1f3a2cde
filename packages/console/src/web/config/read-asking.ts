import type { Visitor } from '@sluice/operations'
import type { Visit } from '../pages/page.ts'

/** Who asks, for a question about a warehouse or Segment. */
export function readAsking({ visitor }: Visit): Visitor {
  return { actor: `console:${visitor.account.user}`, role: visitor.account.role }
}
