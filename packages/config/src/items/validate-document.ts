import type { Config } from '@sluice/shared/domain'
import { checkMapping } from './check-mapping.ts'
import { checkReferences } from './check-references.ts'
import { checkRule } from './check-rule.ts'
import { readAt } from './json-value.ts'
import type { Path, Report } from './mistake.ts'
import { parseSections } from './parse-sections.ts'

/** Where to tell what is found. */
export interface ValidationReports {
  /** Takes what is wrong. */
  readonly report: Report
  /** Takes what is legal and likely wrong. */
  readonly warn: Report
}

/**
 * The config that a whole document says, defaults filled in; it means something only where nothing was
 * reported. `written` is the document before interpolation: messages quote that, and so can quote no secret.
 */
export function validateDocument(
  document: unknown,
  written: unknown,
  { report, warn }: ValidationReports,
): Config {
  const sections = parseSections(document, written, report)
  const quote = (path: Path): string => `"${String(readAt(written, path))}"`
  checkReferences(sections, { quote, place: ' in this file' }, report)
  const list = (path: Path): readonly unknown[] => {
    const items = readAt(document, path)
    return Array.isArray(items) ? items : []
  }
  list(['mappings']).forEach((mapping, index) => checkMapping(mapping, ['mappings', index], report, warn))
  list(['alerts', 'rules']).forEach((rule, index) => checkRule(rule, ['alerts', 'rules', index], report))
  // Without a mistake nothing is left out.
  return sections as Config
}
