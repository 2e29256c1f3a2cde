import type { Config } from '@sluice/shared/domain'
import { checkMapping } from './check-mapping.ts'
import { checkReferences } from './check-references.ts'
import { checkRule } from './check-rule.ts'
import { collectMistakes } from './collect-mistakes.ts'
import { readAt } from './json-value.ts'
import { RESOURCE_KINDS, SECTION_PATHS, type Resource, type ResourceKind } from './kinds.ts'
import type { Mistake, Path, Report } from './mistake.ts'
import { parseItem } from './parse-item.ts'
import type { Sections } from './parse-sections.ts'
import { fillUnchangedSecrets } from './unchanged-secrets.ts'

/** What an item is validated against. */
export interface ItemContext {
  /** The config as it stands; the item takes the place of the one with its id, or comes to it. */
  readonly current: Config
}

/** What became of an item; the paths of its mistakes begin in the item, and one without a path is about the whole. */
export type ValidatedItem =
  | { readonly ok: true; readonly resource: Resource; readonly warnings: readonly Mistake[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[]; readonly warnings: readonly Mistake[] }

/**
 * Validates one item as JSON says it, with the rules of a whole document. A secret may
 * be `{ set: true }`, which leaves it as it is.
 */
export function validateItem(kind: ResourceKind, said: unknown, { current }: ItemContext): ValidatedItem {
  const { mistakes, report } = collectMistakes()
  const warnings: Mistake[] = []
  const existing = findExisting(kind, readAt(said, ['id']), current)
  const { item, isUnchanged } = fillUnchangedSecrets(kind, said, existing, report)
  const value = parseItem(kind, item, item, [], report, isUnchanged)
  if (kind === 'mapping') checkMapping(item, [], report, (path, message) => warnings.push({ path, message }))
  if (kind === 'rule') checkRule(item, [], report)
  checkReferencesOf(kind, value, current, report)

  if (mistakes.length > 0) return { ok: false, mistakes, warnings }
  // Without a mistake nothing is left out.
  return { ok: true, resource: { kind, value } as unknown as Resource, warnings }
}

function findExisting(kind: ResourceKind, id: unknown, current: Config): Resource | null {
  const value = current[`${kind}s`].find((known) => known.id === id)
  return value === undefined ? null : ({ kind, value } as Resource)
}

/**
 * Looks at the config that would be: what is wrong elsewhere is so because of the item, and told of the whole of it.
 */
function checkReferencesOf(
  kind: ResourceKind,
  value: Readonly<Record<string, unknown>>,
  current: Config,
  report: Report,
): void {
  const section = `${kind}s` as const
  const others: readonly { readonly id: string }[] = current[section].filter(({ id }) => id !== value.id)
  const sections = { ...current, [section]: [value, ...others] } as Sections
  // As a document has them.
  const document = { ...sections, alerts: sections }
  const own = SECTION_PATHS[kind]
  const isItem = (path: Path): boolean => [...own, 0].every((part, index) => path[index] === part)
  const tell: Report = (path, message) => {
    if (isItem(path)) return report(path.slice(own.length + 1), message)
    const other = RESOURCE_KINDS.find((each) =>
      SECTION_PATHS[each].every((part, index) => path[index] === part),
    )
    const place = other === undefined ? [] : path.slice(0, SECTION_PATHS[other].length + 1)
    return report([], `${other ?? ''} ${String(readAt(document, [...place, 'id']))} ${message}`)
  }
  checkReferences(sections, { quote: (path) => `"${String(readAt(document, path))}"`, place: '' }, tell)
}
