import { parseMark, STAGED_MARK } from '../delta/marks.ts'
import { parseStagedName } from '../delta/state-names.ts'
import type { StagedSync } from '../port.ts'
import { listTables } from './find-table.ts'
import type { Session } from './session.ts'
import { stagedTable } from './state-tables.ts'

/** Drops the staged table of a sync, if it is there. */
export async function discard(session: Session, syncId: string): Promise<void> {
  await session.run(`drop table if exists ${stagedTable(syncId).sql}`)
}

/** The staged tables that are here, each with its mark. */
export async function listStaged(session: Session): Promise<readonly StagedSync[]> {
  return (await listTables(session)).flatMap(({ name, comment }) => {
    const syncId = parseStagedName(name)
    const mark = parseMark(STAGED_MARK, comment)
    return syncId === null || mark === null
      ? []
      : [{ syncId, installationId: mark.installationId, mappingId: mark.mappingId }]
  })
}
