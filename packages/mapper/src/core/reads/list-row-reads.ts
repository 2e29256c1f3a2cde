import type { Json } from '@sluice/shared/domain'
import { ACTIONS } from '../actions/index.ts'
import { layDefaults } from '../compile-mapping.ts'
import { applyRootDirective } from '../language/root-directive.ts'
import type { MappingConfig } from '../mapping-config.ts'
import { listFilterReads } from './list-filter-reads.ts'
import { listValueReads } from './list-value-reads.ts'
import type { RowRead } from './row-read.ts'

/** Every place in which a mapping that compiles looks at its row: fields with their defaults, and filter. */
export function listRowReads({ action, fields, filter }: MappingConfig): readonly RowRead[] {
  return listOwnReads(layDefaults(ACTIONS[action], fields), filter ?? '')
}

/** The same of these fields alone. */
export function listOwnReads(fields: Json, filter: string): readonly RowRead[] {
  const root = applyRootDirective(fields)
  return [
    ...(root.ok ? listValueReads(root.value, ['fields'], { from: 'row' }) : []),
    ...listFilterReads(filter).map((keys): RowRead => ({ from: 'row', path: ['filter'], keys })),
  ]
}
