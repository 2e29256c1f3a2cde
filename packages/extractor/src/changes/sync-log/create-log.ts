import { createMessageIdPrefix, mapsOwnMessageId } from '@sluice/mapper/core'
import { listDeadCauses, readSyncLog, type SyncRecord } from '@sluice/shared/store'
import type { DeadRow, LoggedSync, LogRequest } from '@sluice/warehouse/port'
import { PAGE_LIMIT_ROWS } from '../../limits.ts'
import type { SyncDeps } from '../../sync-deps.ts'

/** What a sync that ends writes into the sync log of its source; undefined where that keeps none. */
export async function createLog(
  { db, installationId }: Pick<SyncDeps, 'db' | 'installationId'>,
  sync: SyncRecord,
): Promise<LogRequest | undefined> {
  const { mapping, model } = sync.plan
  const option = await readSyncLog(db, model.source)
  if (option === null) return undefined
  return {
    sync: describeSync(sync),
    keepMs: option.keepMs,
    createIdPrefix: mapsOwnMessageId(mapping)
      ? null
      : (epoch) => createMessageIdPrefix({ installationId, mappingId: mapping.id, epoch }),
    listDead: () => readDeadPages(db, sync.id),
  }
}

function describeSync(sync: SyncRecord): LoggedSync {
  const { number, plan, origin, status, error, startedAt, stagedAt } = sync
  const { added, updated, deleted, skipped, invalid, delivered, dead } = sync
  return {
    number,
    model: plan.model.id,
    destination: plan.mapping.destination,
    origin,
    status: findEnd(status, invalid + dead),
    error,
    startedAt,
    stagedAt,
    added,
    updated,
    deleted,
    skipped,
    invalid,
    delivered,
    dead,
  }
}

/** One that has not failed has succeeded as soon as this is written. */
function findEnd(status: SyncRecord['status'], lost: number): LoggedSync['status'] {
  if (status === 'failed' || status === 'canceled') return status
  return lost > 0 ? 'partial' : 'succeeded'
}

async function* readDeadPages(
  db: SyncDeps['db'],
  sync: string,
): AsyncGenerator<readonly DeadRow[], void, undefined> {
  let afterSeq = 0
  for (;;) {
    const page = await listDeadCauses(db, sync, { afterSeq, limit: PAGE_LIMIT_ROWS })
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    afterSeq = last.seq
  }
}
