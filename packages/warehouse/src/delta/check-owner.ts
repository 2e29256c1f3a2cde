import { SluiceError } from '@sluice/shared/errors'
import type { MappingOwner } from '../port.ts'
import type { Place } from './place.ts'

/**
 * Refuses, with `warehouse_state_foreign`, state that another installation, or nobody
 * known (null), has left: two that share it would each miss what the other sent.
 */
export function checkOwner<Manifest extends MappingOwner>(
  manifest: Manifest | null,
  wanted: MappingOwner,
  table: string,
  place: Place,
): Manifest {
  if (manifest?.installationId === wanted.installationId && manifest.mappingId === wanted.mappingId)
    return manifest
  const holder =
    manifest === null
      ? 'carries no manifest of a Sluice installation'
      : `belongs to Sluice installation ${manifest.installationId}`
  throw new SluiceError(
    'warehouse_state_foreign',
    `source ${place.sourceId}: ${table} in warehouse ${place.address} ${holder}, this is ${wanted.installationId}: ` +
      `give mapping ${wanted.mappingId} another id here, or drop that table if nobody uses it any more`,
  )
}
