import { readErrorKind, SluiceError } from '@sluice/shared/errors'
import type { CommitRequest, LogRequest, MemoryManifest, Warehouse } from '@sluice/warehouse/port'
import type { SyncDeps } from '../../sync-deps.ts'

const NOT_WRITTEN = 'the sync log was not written, the sync goes on without it'

/**
 * Commits with what the sync log is to say, or without where that cannot be written, and says so. A request is made for
 * each try, since its pages are read once.
 */
export async function commitLogged(
  { log }: Pick<SyncDeps, 'log'>,
  warehouse: Warehouse,
  createRequest: () => CommitRequest,
  logged: LogRequest | undefined,
): Promise<MemoryManifest> {
  const request = createRequest()
  try {
    return await warehouse.commit({ ...request, log: logged })
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'sync_log_unusable') throw error
    const known = await warehouse.commit(createRequest())
    log.warn({ sync: request.syncId, mapping: request.mappingId, error }, NOT_WRITTEN)
    return known
  }
}

/** Writes into the sync log; what fails there and does not pass by itself is said, and stops nothing. */
export async function orWithoutLog(
  { log }: Pick<SyncDeps, 'log'>,
  sync: { readonly id: string; readonly mapping: string },
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (readErrorKind(error) === 'transient') throw error
    log.warn({ sync: sync.id, mapping: sync.mapping, error }, NOT_WRITTEN)
  }
}
