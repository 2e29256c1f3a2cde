import { createMessageIdFactory, mapsOwnMessageId } from '@sluice/mapper/core'
import type { SyncRecord } from '@sluice/shared/store'
import type {
  DeadRow,
  LoggedRow,
  LogRequest,
  LogStatus,
  ManifestRow,
  Warehouse,
} from '@sluice/warehouse/port'
import type { SyncDeps } from '../../sync-deps.ts'

/** A row of a chunk's manifest, with its place among what was staged. */
export type PlacedRow = ManifestRow & { readonly seq: number }

const STATUSES: Readonly<Record<ManifestRow['end'], LogStatus>> = {
  delivered: 'delivered',
  dead: 'dead',
  'kept back': 'skipped',
  'in doubt': 'in_doubt',
}

/** Writes what is known of a sync whose staged rows are gone into the sync log of its source. */
export async function logLostRows(
  { installationId }: Pick<SyncDeps, 'installationId'>,
  warehouse: Warehouse,
  { id, plan }: SyncRecord,
  log: LogRequest,
  lost: AsyncIterable<readonly PlacedRow[]>,
): Promise<void> {
  const { epoch, mapping } = plan
  const createId = mapsOwnMessageId(mapping)
    ? () => null
    : createMessageIdFactory({ installationId, mappingId: mapping.id, epoch })
  const causes = new Map<number, DeadRow>()
  for await (const page of log.listDead()) for (const cause of page) causes.set(cause.seq, cause)

  const describe = ({ seq, end, ...row }: PlacedRow): LoggedRow => {
    const cause = end === 'dead' ? causes.get(seq) : undefined
    const hasEvent = end === 'dead' ? cause?.hasEvent === true : end !== 'kept back'
    return {
      recordId: row.recordId,
      version: row.version,
      op: row.op,
      status: STATUSES[end],
      code: end === 'kept back' ? 'filter' : (cause?.code ?? null),
      reason: cause?.reason ?? null,
      messageId: hasEvent ? createId(row) : null,
    }
  }
  const rows = (async function* () {
    for await (const page of lost) yield page.map(describe)
  })()
  await warehouse.writeLog({ mappingId: mapping.id, syncId: id, log, rows })
}
