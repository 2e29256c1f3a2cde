import { SluiceError } from '@sluice/shared/errors'
import type { MemoryMark } from '../port.ts'
import type { Place } from './describe-error.ts'
import { recordsTable } from './state-tables.ts'

/** The error of a memory that has missed what was sent since: it was restored from a backup, dropped, or is that of another warehouse. */
export function describeOutdated(
  mappingId: string,
  known: MemoryMark,
  generation: number,
  { sourceId, address }: Place,
): SluiceError {
  const fact =
    known.generation === 0
      ? `remembers nothing of what was sent`
      : `is as it was ${generation - known.generation} commits ago`
  return new SluiceError(
    'warehouse_state_outdated',
    `source ${sourceId}: ${recordsTable(mappingId)} in warehouse ${address} ${fact} (it was restored, dropped, or is another's): ` +
      `what went out since is in doubt, so nothing is sent; \`sluice reset ${mappingId}\` has the next sync send every row anew, ` +
      `\`sluice baseline ${mappingId}\` takes the rows of now as sent`,
  )
}

/** Refuses a memory that has changed less often than it should have. */
export function refuseOutdated(
  mappingId: string,
  known: MemoryMark,
  generation: number | undefined,
  place: Place,
): void {
  if (generation !== undefined && known.generation < generation)
    throw describeOutdated(mappingId, known, generation, place)
}
