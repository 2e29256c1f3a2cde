import { compileMapping, createMessageIdFactory, type CompiledMapping } from '@sluice/mapper/core'
import type { Op } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { VERSION } from '@sluice/shared/runtime'
import type { SecretBox } from '@sluice/shared/secrets'
import {
  readInstallationId,
  readMapping,
  readModel,
  readSource,
  refuseUnknownMapping,
  type MappingRecord,
} from '@sluice/shared/store'
import { openWarehouse } from '@sluice/warehouse/registry'
import type { DatabaseDeps } from '../deps.ts'
import { createPreviewInputs } from './create-preview-inputs.ts'
import { previewRow, type PreviewDocument, type PreviewInput } from './preview-row.ts'

/** What opens the source of a mapping. */
export interface PreviewDeps extends DatabaseDeps {
  readonly secrets: SecretBox
}

/** Which mapping, and the rows that it is shown with. */
export interface PreviewMappingInput {
  readonly mapping: string
  /** Rows of the warehouse as if they had all been changed in one way, or rows that are at hand. */
  readonly rows: { readonly limit: number; readonly op: Op } | readonly PreviewInput[]
}

/**
 * Maps rows with the very code that the mapper runs; sends nothing and changes nothing.
 * Fails with `mapping_unknown`, `mapping_invalid`, and as the warehouse fails.
 */
export async function previewMapping(
  deps: PreviewDeps,
  input: PreviewMappingInput,
): Promise<readonly PreviewDocument[]> {
  const mapping =
    (await readMapping(deps.db, input.mapping)) ?? (await refuseUnknownMapping(deps.db, input.mapping))
  const compiled = compile(mapping)
  const rows = 'limit' in input.rows ? await readRows(deps, mapping, input.rows) : input.rows
  return rows.map((row) => previewRow(compiled, mapping.trigger, row))
}

async function readRows(
  { db, secrets }: PreviewDeps,
  mapping: MappingRecord,
  { limit, op }: { readonly limit: number; readonly op: Op },
): Promise<readonly PreviewInput[]> {
  const model = await readModel(db, mapping.model)
  const source = model === null ? null : await readSource(db, secrets, model.source)
  if (model === null || source === null) {
    throw new SluiceError(
      'source_unknown',
      `the model or the source of mapping ${mapping.id} is gone: apply the config again`,
      { subject: { kind: 'mapping', id: mapping.id } },
    )
  }
  const scope = { installationId: await readInstallationId(db), mappingId: mapping.id, epoch: mapping.epoch }
  const warehouse = await openWarehouse(source)
  try {
    const rows = await warehouse.readRows(model, model.id, limit)
    return createPreviewInputs(rows, {
      op,
      at: new Date().toISOString(),
      createMessageId: createMessageIdFactory(scope),
    })
  } finally {
    await warehouse.close()
  }
}

function compile(mapping: MappingRecord): CompiledMapping {
  const compiled = compileMapping(mapping, { library: { name: 'sluice', version: VERSION } })
  if (compiled.ok) return compiled.mapping
  const mistakes = compiled.mistakes.map(
    ({ path, message }) => `mapping ${mapping.id} ${path.join('.')}: ${message}`,
  )
  throw new SluiceError('mapping_invalid', mistakes, { subject: { kind: 'mapping', id: mapping.id } })
}
