import { stripTerminator } from '../sql/index.ts'

/**
 * The query of a model as a relation `model`; the line breaks keep a comment at its end from swallowing the
 * parenthesis.
 */
export function createModelRelation(query: string): string {
  return `(\n${stripTerminator(query)}\n) as model`
}
