import { createMessageIdFactory } from '@sluice/mapper/core'
import type { Op } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { readInstallationId, readModel } from '@sluice/shared/store'
import type { AskDeps, TypedItem } from '../ask/ask-deps.ts'
import type { Visitor } from '../ask/visitor.ts'
import { compilePreview } from './compile-preview.ts'
import { createPreviewInputs } from './create-preview-inputs.ts'
import { previewRow, type PreviewDocument, type PreviewInput } from './preview-row.ts'
import { readPreviewedMapping, type PreviewedMapping } from './read-previewed-mapping.ts'

/** A mapping of the config or one that is not saved yet, and the rows that it is shown with. */
export type PreviewMappingInput = ({ readonly mapping: string } | TypedItem) & {
  /** Rows of the warehouse as if they had all been changed in one way, or rows that are at hand. */
  readonly rows: { readonly limit: number; readonly op: Op } | readonly PreviewInput[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Maps rows with the very code that the mapper runs; sends nothing and changes nothing. A viewer sees what becomes of
 * rows, and neither the events nor the ids. Fails with `mapping_unknown`, `mapping_invalid` (an `InvalidItemError`
 * where it is an item), as the warehouse fails, and with `operator_needed`.
 */
export async function previewMapping(
  deps: AskDeps,
  input: PreviewMappingInput,
  visitor: Visitor,
): Promise<readonly PreviewDocument[]> {
  const mapping = await readPreviewedMapping(deps, input, visitor)
  const compiled = compilePreview(mapping)
  const rows =
    'limit' in input.rows
      ? await readRows(deps, mapping, { ...input.rows, visitor, signal: input.signal })
      : input.rows
  const previews = rows.map((row) => previewRow(compiled, mapping.trigger, row))
  return visitor.role === 'operator' ? previews : previews.map(hideValues)
}

interface RowsAsked {
  readonly limit: number
  readonly op: Op
  readonly visitor: Visitor
  readonly signal: AbortSignal | undefined
}

async function readRows(
  { db, asker }: AskDeps,
  mapping: PreviewedMapping,
  { limit, op, visitor, signal }: RowsAsked,
): Promise<readonly PreviewInput[]> {
  const model = await readModel(db, mapping.model)
  if (model === null) {
    throw new SluiceError(
      'source_unknown',
      `the model or the source of mapping ${mapping.id} is gone: apply the config again`,
      { subject: { kind: 'mapping', id: mapping.id } },
    )
  }
  const { source, query, identifier } = model
  const { rows } = await asker.ask(
    { kind: 'rows', source: { id: source }, model: model.id, query, identifier, limit },
    { visitor, look: { kind: 'mapping', id: mapping.id }, signal },
  )
  const scope = { installationId: await readInstallationId(db), mappingId: mapping.id, epoch: mapping.epoch }
  return createPreviewInputs(rows, {
    op,
    at: new Date().toISOString(),
    createMessageId: createMessageIdFactory(scope),
  })
}

function hideValues({ op, outcome, reason }: PreviewDocument): PreviewDocument {
  return { recordId: null, op, outcome, ...(reason === undefined ? {} : { reason }) }
}
