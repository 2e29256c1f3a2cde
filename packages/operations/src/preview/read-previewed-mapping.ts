import type { Mapping } from '@sluice/shared/domain'
import { readMapping, refuseUnknownConfig } from '@sluice/shared/store'
import type { AskDeps, TypedItem } from '../ask/ask-deps.ts'
import { InvalidItemError } from '../ask/invalid-item-error.ts'
import { readTypedItem } from '../ask/read-typed-item.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'

/** A mapping with the epoch of its messageIds: the first, where it is not saved yet. */
export interface PreviewedMapping extends Mapping {
  readonly epoch: number
}

/**
 * A mapping of the config, or what an item says of one. Fails with `mapping_unknown`, `mapping_invalid`, and with
 * `operator_needed` for a viewer with an item.
 */
export async function readPreviewedMapping(
  deps: AskDeps,
  input: { readonly mapping: string } | TypedItem,
  visitor: Visitor,
): Promise<PreviewedMapping> {
  if (!('item' in input)) {
    const known = await readMapping(deps.db, input.mapping)
    return known ?? (await refuseUnknownConfig(deps.db, 'mapping', input.mapping))
  }
  refuseViewer(visitor, 'mapping rows with what is not saved')
  const read = await readTypedItem(deps, 'mapping', input.item)
  if ('mistakes' in read) throw new InvalidItemError('mapping_invalid', read.mistakes)
  return { ...read.value, epoch: 1 }
}
