import { ACTION_NAMES } from '@sluice/shared/domain'
import { ACTIONS } from '../actions/index.ts'
import type { MappingConfig, Mistake } from '../mapping-config.ts'
import { lintFields } from './lint-fields.ts'
import { lintOperands } from './lint-operands.ts'
import { lintOptions } from './lint-options.ts'
import { lintRawTexts } from './lint-raw-texts.ts'
import { lintReads, type KnownRows } from './lint-reads.ts'
import { lintTemplates } from './lint-templates.ts'
import { findWrittenPath } from './written-path.ts'

/**
 * What a mapping says that is legal and cannot be meant: it compiles, and some of it is
 * left out, finds nothing or fails every row. What the compiler itself warns of is not
 * told again. Messages hold texts of the mapping and never a row.
 */
export function lintMapping(config: MappingConfig, rows: KnownRows): readonly Mistake[] {
  if (!ACTION_NAMES.includes(config.action)) return []
  const { fields, filter } = config
  const told = [
    ...lintFields(ACTIONS[config.action], fields),
    ...lintOptions(fields),
    ...lintTemplates(fields),
    ...lintRawTexts(fields, ['fields']),
    ...lintReads(config, rows),
    ...lintOperands(filter ?? ''),
  ]
  return told.map(({ path, message }) => ({ path: findWrittenPath(fields, path), message }))
}
