import { isRecord, readAt } from './json-value.ts'
import { listKeys, packValues, type ResourceKind } from './kinds.ts'
import type { Path, Report } from './mistake.ts'
import { formatUnknownKey, reportIssues } from './report-issues.ts'
import { suggest } from '@sluice/shared/domain'

/**
 * Reads one item key by key, so that one mistake hides no other, and returns what could be read, as the domain
 * has it. `written` is the same item before interpolation: messages quote that, and so can quote no secret. What
 * `isGiven` at a path is taken as it is.
 */
export function parseItem(
  kind: ResourceKind,
  item: unknown,
  written: unknown,
  path: Path,
  report: Report,
  isGiven: (path: Path) => boolean = () => false,
): Readonly<Record<string, unknown>> {
  const keys = listKeys(kind, item)
  const known = keys.map(([, { name }]) => name)
  if (!isRecord(item)) {
    report(path, `must be an object with the keys ${known.join(', ')}`)
    return {}
  }
  const unknown = Object.keys(item).filter((name) => !known.includes(name))
  for (const name of unknown) report([...path, name], formatUnknownKey(name, known))

  const values: Record<string, unknown> = {}
  for (const [property, key] of keys) {
    const place = [...path, key.name]
    const result = key.schema.safeParse(item[key.name])
    const issues = (result.error?.issues ?? []).filter(
      (issue) => !isGiven([key.name, ...(issue.path as Path)]),
    )
    if (issues.length === 0) {
      const value = key.read(result.success ? result.data : item[key.name])
      if (value !== undefined) values[property] = value
    }
    // A key that was only misspelt has been told already.
    else if (item[key.name] === undefined && unknown.some((other) => suggest(other, known) === key.name))
      continue
    else if (item[key.name] === undefined) report(place, 'is missing')
    else reportIssues(issues, readAt(written, [key.name]), { key, path: place, report })
  }
  return packValues(kind, values)
}
