import { ACTIONS } from '../actions/index.ts'
import { layDefaults } from '../compile-mapping.ts'
import { applyRootDirective } from '../language/root-directive.ts'
import type { MappingConfig } from '../mapping-config.ts'
import { listFilterReads } from './list-filter-reads.ts'
import { listValueReads } from './list-value-reads.ts'
import type { RowRead } from './row-read.ts'

/** Every place in which a mapping that compiles looks at its row: fields with their defaults, and filter. */
export function listRowReads({ action, fields, filter }: MappingConfig): readonly RowRead[] {
  const root = applyRootDirective(layDefaults(ACTIONS[action], fields))
  return [
    ...(root.ok ? listValueReads(root.value, ['fields'], { from: 'row' }) : []),
    ...listFilterReads(filter ?? '').map((keys): RowRead => ({ from: 'row', path: ['filter'], keys })),
  ]
}
