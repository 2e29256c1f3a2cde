import { lintMapping } from '@sluice/mapper/core'
import type { Column } from '@sluice/warehouse/port'
import type { Config } from '@sluice/shared/domain'
import type { Mistake } from '../items/mistake.ts'

/** What every mapping of a file says in vain; `columns` holds the models that were asked. */
export function lintMappings(
  config: Config,
  columns: ReadonlyMap<string, readonly Column[]>,
): readonly Mistake[] {
  return config.mappings.flatMap((mapping, index) => {
    const names = columns.get(mapping.model)?.map(({ name }) => name) ?? null
    return lintMapping(mapping, { model: mapping.model, columns: names }).map(({ path, message }) => ({
      path: ['mappings', index, ...path],
      message,
    }))
  })
}
