import { compileMapping, type CompiledMapping } from '@sluice/mapper/core'
import { SluiceError } from '@sluice/shared/errors'
import { VERSION } from '@sluice/shared/runtime'
import type { PreviewedMapping } from './read-previewed-mapping.ts'

/** A mapping as the mapper runs it; fails with `mapping_invalid`. */
export function compilePreview(mapping: PreviewedMapping): CompiledMapping {
  const compiled = compileMapping(mapping, { library: { name: 'sluice', version: VERSION } })
  if (compiled.ok) return compiled.mapping
  const mistakes = compiled.mistakes.map(
    ({ path, message }) => `mapping ${mapping.id} ${path.join('.')}: ${message}`,
  )
  throw new SluiceError('mapping_invalid', mistakes, { subject: { kind: 'mapping', id: mapping.id } })
}
