import type { MappingStatus } from '../status/read-status.ts'
import type { GatheredRecord } from './gather-record.ts'
import type { PendingChange, RecordVersion, RecordWaiting } from './record-document.ts'

/** What a record waits for, if anything: the sync that has it, a requeue, or the next sync. */
export function findWaiting(
  { syncs, letters }: Pick<GatheredRecord, 'syncs' | 'letters'>,
  versions: readonly RecordVersion[],
  pending: PendingChange | null,
  status: MappingStatus | null,
): RecordWaiting | null {
  const under = versions.find((version) => version.status === 'on its way')
  const sync = under === undefined ? undefined : syncs.find(({ id }) => id === under.sync)
  if (sync !== undefined) {
    return sync.waiting ?? { reason: `sync ${sync.id} is ${sync.status}`, since: sync.stagedAt, until: null }
  }
  const letter = letters.find((each) => each.status === 'requeued')
  if (letter !== undefined) {
    const reason = `dead letter ${letter.id} is sent again when no other sync of the mapping runs`
    return { reason, since: letter.updatedAt, until: null }
  }
  if (pending?.outcome !== 'event' || status === null) return null
  const until = status.nextRunAt
  if (until !== null) return { reason: 'the next sync', since: null, until }
  const reason = !status.enabled
    ? 'the mapping is disabled'
    : status.schedule === null
      ? 'somebody to start the next sync: the mapping has no schedule'
      : `destination ${status.destination} is disabled`
  return { reason, since: null, until: null }
}
