import { compileMapping, findWrittenPath } from '@sluice/mapper/core'
import type { ActionName, Json } from '@sluice/shared/domain'
import { VERSION } from '@sluice/shared/runtime'
import type { Report } from './mistake.ts'
import { isRecord } from './parse-item.ts'

/**
 * Compiles every mapping of a file as the mapper will, and reports what it would refuse; `warn` takes what is legal and likely wrong.
 * The mappings may have other mistakes: what can be looked at is.
 */
export function checkMappings(file: unknown, report: Report, warn: Report): void {
  if (!isRecord(file) || !Array.isArray(file.mappings)) return
  file.mappings.forEach((mapping: unknown, index) => {
    if (!isRecord(mapping)) return
    const { action, fields, filter } = mapping
    const config = {
      action: action as ActionName,
      fields: isRecord(fields) ? (fields as Record<string, Json>) : {},
      filter: typeof filter === 'string' ? filter : null,
    }
    const compiled = compileMapping(config, { library: { name: 'sluice', version: VERSION } })
    const told = compiled.ok ? compiled.warnings : compiled.mistakes
    for (const { path, message } of told)
      (compiled.ok ? warn : report)(['mappings', index, ...findWrittenPath(config.fields, path)], message)
  })
}
