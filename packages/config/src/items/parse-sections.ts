import type { Config } from '@sluice/shared/domain'
import { isRecord } from './json-value.ts'
import { RESOURCE_KINDS, SECTION_NAMES, type SectionName } from './kinds.ts'
import type { Report } from './mistake.ts'
import { parseItem } from './parse-item.ts'
import { formatUnknownKey } from './report-issues.ts'

/** What could be read of the items in each section, in their order. */
export type Sections = {
  readonly [Section in SectionName]: readonly Partial<Config[Section][number]>[]
}

/**
 * Reads the sections of a document; `written` is the same one before interpolation. Ids
 * that stand twice in a section are mistakes.
 */
export function parseSections(document: unknown, written: unknown, report: Report): Sections {
  const empty: Sections = { sources: [], models: [], destinations: [], mappings: [] }
  if (!isRecord(document)) {
    report([], `must be an object with the keys ${SECTION_NAMES.join(', ')}`)
    return empty
  }
  for (const key of Object.keys(document)) {
    if (!SECTION_NAMES.some((name) => name === key)) report([key], formatUnknownKey(key, SECTION_NAMES))
  }
  const sections = RESOURCE_KINDS.map((kind) => {
    const name = `${kind}s` as const
    const items = document[name]
    if (items === undefined) return [name, []]
    if (!Array.isArray(items)) {
      report([name], 'must be a list')
      return [name, []]
    }
    const writtenItems = (written as Record<string, readonly unknown[]>)[name]
    const parsed = items.map((item, index) =>
      parseItem(kind, item, writtenItems?.[index], [name, index], report),
    )
    reportRepeatedIds(name, parsed, report)
    return [name, parsed]
  })
  return { ...empty, ...Object.fromEntries(sections) }
}

function reportRepeatedIds(
  name: SectionName,
  items: readonly { readonly id?: unknown }[],
  report: Report,
): void {
  const firstByIds = new Map<unknown, number>()
  items.forEach(({ id }, index) => {
    if (id === undefined) return
    const first = firstByIds.get(id)
    if (first === undefined) firstByIds.set(id, index)
    else report([name, index, 'id'], `${name}[${first}] has this id already`)
  })
}
