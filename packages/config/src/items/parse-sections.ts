import type { Config } from '@sluice/shared/domain'
import { isRecord, readAt } from './json-value.ts'
import { RESOURCE_KINDS, SECTION_NAMES, SECTION_PATHS, type SectionName } from './kinds.ts'
import { formatPath, type Path, type Report } from './mistake.ts'
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
  const empty: Sections = { sources: [], models: [], destinations: [], mappings: [], channels: [], rules: [] }
  if (!isRecord(document)) {
    report([], `must be an object with the keys ${SECTION_NAMES.join(', ')}`)
    return empty
  }
  for (const key of Object.keys(document)) {
    if (!SECTION_NAMES.some((name) => name === key)) report([key], formatUnknownKey(key, SECTION_NAMES))
  }
  checkAlerts(document.alerts, report)
  const sections = RESOURCE_KINDS.map((kind) => {
    const name = `${kind}s` as const
    const path = SECTION_PATHS[kind]
    const items = readAt(document, path)
    if (items === undefined) return [name, []]
    if (!Array.isArray(items)) {
      report(path, 'must be a list')
      return [name, []]
    }
    const parsed = items.map((item, index) =>
      parseItem(kind, item, readAt(written, [...path, index]), [...path, index], report),
    )
    reportRepeatedIds(path, parsed, report)
    return [name, parsed]
  })
  return { ...empty, ...Object.fromEntries(sections) }
}

const ALERT_SECTIONS = ['channels', 'rules']

function checkAlerts(alerts: unknown, report: Report): void {
  if (alerts === undefined) return
  if (!isRecord(alerts))
    return report(['alerts'], `must be an object with the keys ${ALERT_SECTIONS.join(', ')}`)
  for (const key of Object.keys(alerts)) {
    if (!ALERT_SECTIONS.includes(key)) report(['alerts', key], formatUnknownKey(key, ALERT_SECTIONS))
  }
}

function reportRepeatedIds(path: Path, items: readonly { readonly id?: unknown }[], report: Report): void {
  const firstByIds = new Map<unknown, number>()
  items.forEach(({ id }, index) => {
    if (id === undefined) return
    const first = firstByIds.get(id)
    if (first === undefined) firstByIds.set(id, index)
    else report([...path, index, 'id'], `${formatPath([...path, first])} has this id already`)
  })
}
