import { describeUnknownKey, isRecord, parseItem, type Parsed } from './parse-item.ts'
import type { Report } from './mistake.ts'
import { SECTIONS, SECTION_NAMES, type SectionName } from './schema.ts'

/** What could be read of the things in each section, in the order of the file. */
export type Sections = { readonly [Name in SectionName]: readonly Parsed<(typeof SECTIONS)[Name]>[] }

/** Reads the sections of a file; `written` is the same file before interpolation. Ids that stand twice in a section are mistakes. */
export function parseSections(file: unknown, written: unknown, report: Report): Sections {
  const empty: Sections = { sources: [], models: [], destinations: [], mappings: [] }
  if (!isRecord(file)) {
    report([], `must be an object with the keys ${SECTION_NAMES.join(', ')}`)
    return empty
  }
  for (const key of Object.keys(file)) {
    if (!SECTION_NAMES.some((name) => name === key)) report([key], describeUnknownKey(key, SECTION_NAMES))
  }
  const sections = SECTION_NAMES.map((name) => {
    const items = file[name]
    if (items === undefined) return [name, []]
    if (!Array.isArray(items)) {
      report([name], 'must be a list')
      return [name, []]
    }
    const writtenItems = (written as Record<string, readonly unknown[]>)[name]
    const parsed = items.map((item, index) =>
      parseItem(SECTIONS[name], item, writtenItems?.[index], [name, index], report),
    )
    reportRepeatedIds(name, parsed, report)
    return [name, parsed]
  })
  return { ...empty, ...Object.fromEntries(sections) }
}

function reportRepeatedIds(
  name: SectionName,
  items: readonly { readonly id?: string }[],
  report: Report,
): void {
  const firstByIds = new Map<string, number>()
  items.forEach(({ id }, index) => {
    if (id === undefined) return
    const first = firstByIds.get(id)
    if (first === undefined) firstByIds.set(id, index)
    else report([name, index, 'id'], `${name}[${first}] has this id already`)
  })
}
