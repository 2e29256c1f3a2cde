import type { Mapping } from '@sluice/shared/domain'
import { listColumnsRead } from './list-columns-read.ts'

/** The columns, beside the identifier, that make a row of a mapping's model a changed one: those it reads, or all. */
export function listComparedColumns(mapping: Mapping): readonly string[] | 'all' {
  return mapping.compare === 'all' ? mapping.compare : listColumnsRead(mapping)
}
