import { compileMapping } from '@sluice/mapper/core'
import { VERSION } from '@sluice/shared/runtime'
import type { Report } from './mistake.ts'
import type { Sections } from './parse-sections.ts'

/** Compiles every mapping as the mapper will, and reports what it would refuse; `warn` takes what is legal and likely wrong. */
export function checkMappings(mappings: Sections['mappings'], report: Report, warn: Report): void {
  mappings.forEach(({ action, fields, filter }, index) => {
    // What is wrong with the action has been told; without it the fields mean nothing.
    if (action === undefined || fields === undefined) return
    const compiled = compileMapping(
      { action, fields, filter: filter ?? null },
      { library: { name: 'sluice', version: VERSION } },
    )
    const told = compiled.ok ? compiled.warnings : compiled.mistakes
    for (const { path, message } of told) (compiled.ok ? warn : report)(['mappings', index, ...path], message)
  })
}
