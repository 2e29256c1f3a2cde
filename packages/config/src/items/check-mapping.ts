import { compileMapping, findWrittenPath } from '@sluice/mapper/core'
import type { ActionName, Json } from '@sluice/shared/domain'
import { VERSION } from '@sluice/shared/runtime'
import { isRecord } from './json-value.ts'
import type { Path, Report } from './mistake.ts'

/**
 * Compiles a mapping as the mapper will, and reports what it would refuse; `warn` takes what
 * is legal and likely wrong. The item may have other mistakes: what can be looked at is.
 */
export function checkMapping(item: unknown, path: Path, report: Report, warn: Report): void {
  if (!isRecord(item)) return
  const { action, fields, filter } = item
  const config = {
    action: action as ActionName,
    fields: isRecord(fields) ? (fields as Record<string, Json>) : {},
    filter: typeof filter === 'string' ? filter : null,
  }
  const compiled = compileMapping(config, { library: { name: 'sluice', version: VERSION } })
  const told = compiled.ok ? compiled.warnings : compiled.mistakes
  for (const { path: place, message } of told)
    (compiled.ok ? warn : report)([...path, ...findWrittenPath(config.fields, place)], message)
}
