import type { MappingStatus } from '@sluice/operations'

/** What the first sync of a mapping sends: said before it is switched on, and when it is. */
export function describeFirstSync({ model }: Pick<MappingStatus, 'model'>): string {
  return `Its first sync sends every row of ${model} that it lets pass: an API call each.`
}
