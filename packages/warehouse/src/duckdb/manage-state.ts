import { parseManifest, STAGED_MANIFEST } from '../delta/manifests.ts'
import { parseStagedName } from '../delta/state-names.ts'
import type { StagedSync } from '../port.ts'
import { listTables } from './find-table.ts'
import type { Session } from './session.ts'
import { stagedTable } from './state-tables.ts'

/** Drops the staged table of a sync, if it is there. */
export async function discard(session: Session, syncId: string): Promise<void> {
  await session.run(`drop table if exists ${stagedTable(syncId).sql}`)
}

/** The staged tables that are here, each with its manifest. */
export async function listStaged(session: Session): Promise<readonly StagedSync[]> {
  return (await listTables(session)).flatMap(({ name, comment }) => {
    const syncId = parseStagedName(name)
    const manifest = parseManifest(STAGED_MANIFEST, comment)
    return syncId === null || manifest === null
      ? []
      : [{ syncId, installationId: manifest.installationId, mappingId: manifest.mappingId }]
  })
}
