import { readMappingItem, type Mistake } from '@sluice/config'
import { createMessageIdFactory, lintMapping } from '@sluice/mapper/core'
import { OPS, type AskedRow, type Mapping, type Schedule } from '@sluice/shared/domain'
import { readInstallationId } from '@sluice/shared/store'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'
import type { DatabaseDeps } from '../deps.ts'
import { compilePreview } from './compile-preview.ts'
import { createPreviewInputs } from './create-preview-inputs.ts'
import { previewRow, type PreviewDocument } from './preview-row.ts'

/** A mapping that somebody is typing, and the row that it is to be seen with. */
export interface LookAtMappingInput {
  /** In the words of sluice.yaml. */
  readonly item: unknown
  /** A row of its model, as the warehouse gave it; null for none. */
  readonly row: AskedRow | null
  /** The columns of its model; null when nobody has asked for them. */
  readonly columns: readonly string[] | null
}

/** What the mapping says by itself; paths begin in the item. */
export interface MappingLook {
  readonly mistakes: readonly Mistake[]
  readonly warnings: readonly Mistake[]
  /** Undefined where it cannot be read; null for a mapping that is started by hand. */
  readonly schedule: Schedule | null | undefined
  /** What becomes of the row; null without one, or while there are mistakes but in its name. */
  readonly preview: PreviewDocument | null
}

/** How a mapping is called whose name is not right yet. */
const NAMELESS = 'new'

/**
 * Looks at a mapping while it is typed: what is wrong with it by itself, and the event of a row that is at hand. No
 * warehouse is asked and nothing is stored. Fails with `operator_needed` for a viewer.
 */
export async function lookAtMapping(
  { db }: DatabaseDeps,
  { item, row, columns }: LookAtMappingInput,
  visitor: Visitor,
): Promise<MappingLook> {
  refuseViewer(visitor, 'mapping a row with what is not saved')
  const { mapping: read, mistakes, warnings } = readMappingItem(item)
  const { schedule } = read
  // Whatever it is called, its event is the same.
  if (mistakes.some(({ path }) => path[0] !== 'id')) return { mistakes, warnings, schedule, preview: null }
  const mapping = { id: NAMELESS, ...read } as Mapping
  return {
    mistakes,
    warnings: [...warnings, ...lintMapping(mapping, { model: mapping.model, columns })],
    schedule,
    preview: row === null ? null : mapRow(await readInstallationId(db), mapping, row),
  }
}

/** The row as it comes in first, of all that the trigger asks for. */
function mapRow(installationId: string, mapping: Mapping, row: AskedRow): PreviewDocument | null {
  const op = OPS.find((each) => mapping.trigger.includes(each)) ?? 'added'
  const [input] = createPreviewInputs([row], {
    op,
    at: new Date().toISOString(),
    createMessageId: createMessageIdFactory({ installationId, mappingId: mapping.id, epoch: 1 }),
  })
  if (input === undefined) return null
  return previewRow(compilePreview({ ...mapping, epoch: 1 }), mapping.trigger, input)
}
