import type { CreateMessageId } from '@sluice/mapper/core'
import type { LoggedChange } from '@sluice/shared/domain'
import type { GatheredRecord } from './gather-record.ts'
import type { RecordVersion } from './record-document.ts'

/** A sync that is not in the history any more was of an epoch that nobody knows, but by its messageId. */
export function findLoggedEpoch(
  { recordId, facts, syncs }: GatheredRecord,
  { sync, version, messageId }: LoggedChange,
  createIds: (epoch: number) => CreateMessageId,
): number | null {
  const named = syncs.find(({ id }) => id === sync)
  if (named !== undefined) return named.epoch
  if (facts === null || facts.remembered?.version !== version) return null
  const { checksum } = facts.remembered
  return createIds(facts.epoch)({ recordId, version, checksum }) === messageId ? facts.epoch : null
}

/** A version as the sync log tells of it. */
export function describeLogged(
  { op, sync, at, status, code, reason, messageId }: LoggedChange,
  place: Pick<RecordVersion, 'epoch' | 'version'>,
): RecordVersion {
  return {
    ...place,
    op,
    sync,
    at,
    status: status === 'in_doubt' ? 'in doubt' : status,
    messageIds: messageId === null ? [] : [messageId],
    reason:
      status === 'skipped'
        ? `the ${code ?? 'trigger or the filter'} kept it back`
        : explainCause(code, reason),
    deadLetter: null,
  }
}

function explainCause(code: string | null, reason: string | null): string | null {
  const said = [code, reason].filter((each) => each !== null)
  return said.length === 0 ? null : said.join(': ')
}
