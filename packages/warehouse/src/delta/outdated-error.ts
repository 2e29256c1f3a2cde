import { SluiceError } from '@sluice/shared/errors'
import type { MemoryManifest } from '../port.ts'
import type { Place } from './place.ts'

/** A memory in its warehouse. */
export interface MemoryPlace extends Place {
  readonly mappingId: string
  /** The table that holds it, as a person would write it there. */
  readonly table: string
}

/**
 * `warehouse_state_outdated`: a memory has missed what was sent since; it was restored,
 * dropped, or is that of another warehouse.
 */
export function outdatedError(
  { mappingId, table, sourceId, address }: MemoryPlace,
  known: MemoryManifest,
  generation: number,
): SluiceError {
  const missed = generation - known.generation
  const fact =
    known.generation === 0
      ? `remembers nothing of what was sent`
      : `is as it was ${missed} ${missed === 1 ? 'change' : 'changes'} ago`
  return new SluiceError(
    'warehouse_state_outdated',
    `source ${sourceId}: ${table} in warehouse ${address} ${fact} (it was restored, dropped, or is another's): ` +
      `what went out since is in doubt, so nothing is sent; a reset of mapping ${mappingId} has its next sync send every row anew, ` +
      `a baseline takes the rows of now as sent`,
    { subject: { kind: 'mapping', id: mappingId } },
  )
}

/** Refuses, with `warehouse_state_outdated`, a memory that has changed less often than it should have. */
export function refuseOutdated(
  place: MemoryPlace,
  known: MemoryManifest,
  generation: number | undefined,
): void {
  if (generation !== undefined && known.generation < generation) throw outdatedError(place, known, generation)
}
