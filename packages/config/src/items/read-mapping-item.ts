import type { Mapping } from '@sluice/shared/domain'
import { checkMapping } from './check-mapping.ts'
import { collectMistakes } from './collect-mistakes.ts'
import type { Mistake } from './mistake.ts'
import { parseItem } from './parse-item.ts'

/** A mapping as its item says it by itself: what it names is not looked for. Paths begin in the item. */
export interface ReadMappingItem {
  /** What could be read; all of it where there is no mistake. */
  readonly mapping: Partial<Mapping>
  readonly mistakes: readonly Mistake[]
  readonly warnings: readonly Mistake[]
}

/** Reads the item of a mapping, with all rules but those about other items. */
export function readMappingItem(item: unknown): ReadMappingItem {
  const { mistakes, report } = collectMistakes()
  const warnings: Mistake[] = []
  const value = parseItem('mapping', item, item, [], report)
  checkMapping(item, [], report, (path, message) => warnings.push({ path, message }))
  return { mapping: value, mistakes, warnings }
}
