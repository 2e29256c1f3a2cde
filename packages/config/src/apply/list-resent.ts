import type { Config } from '@sluice/shared/domain'
import type { ResourceKind } from '../items/kinds.ts'

/** The mappings that send again with an item: itself, or each that sends to it. */
export function listResent({ mappings }: Config, kind: ResourceKind, id: string): readonly string[] {
  if (kind === 'mapping') return [id]
  return kind === 'destination'
    ? mappings.filter(({ destination }) => destination === id).map((each) => each.id)
    : []
}
