import { mapsOwnMessageId, type CreateMessageId } from '@sluice/mapper/core'
import type { KeptChange, RememberedRecord } from '@sluice/shared/domain'
import type { NamedSync } from '@sluice/shared/store'
import { describeLetter } from './describe-letter.ts'
import { describeLogged, findLoggedEpoch } from './describe-logged.ts'
import { describeRemembered } from './describe-remembered.ts'
import type { GatheredRecord } from './gather-record.ts'
import type { Visitor } from '../ask/visitor.ts'
import type { RecordVersion, VersionStatus } from './record-document.ts'

/** Makes the messageIds of the mapping in an epoch. */
export type CreateIds = (epoch: number) => CreateMessageId

const STATUS_OF_END: Readonly<Record<KeptChange['end'], VersionStatus>> = {
  delivered: 'delivered',
  'delivered or dead': 'unknown',
  'kept back': 'skipped',
  'in doubt': 'in doubt',
  'on its way': 'on its way',
}

const LETTER_GONE = 'it became a dead letter that is not kept any more, and nobody knows what became of that'

const REASON_OF_END: Partial<Readonly<Record<KeptChange['end'], string>>> = {
  'kept back': 'the filter did not let it pass',
  'delivered or dead': 'it went out, or became a dead letter that is not kept any more',
}

/** Versions of which an event was made, so that they have a messageId. */
const HAS_EVENT: ReadonlySet<VersionStatus> = new Set(['delivered', 'in doubt', 'on its way'])

/**
 * The versions of a record, oldest first, from all that is known of it: what syncs had on their way, the newest of each
 * version; what became dead letters; what is staged; and what is remembered, where nothing else tells of it. A viewer
 * is told the messageIds that Sluice makes, and none that a mapping may have taken from a row.
 */
export function composeVersions(
  gathered: GatheredRecord,
  createIds: CreateIds,
  role: Visitor['role'],
): readonly RecordVersion[] {
  const { facts, kept, letters, syncs, recordId } = gathered
  const byId = new Map(syncs.map((sync) => [sync.id, sync]))
  const versions = new Map<string, RecordVersion>()
  const keyOf = ({ epoch, version }: Pick<RecordVersion, 'epoch' | 'version'>): string =>
    `${epoch}:${version}`
  /** Those of which only the sync log tells: the last line of each counts. */
  const lines = new Set<string>()
  const put = (version: RecordVersion): void => void versions.set(keyOf(version), version)
  const createId = (
    { epoch, version, checksum }: { epoch: number; version: number; checksum: string },
    sync: NamedSync | undefined,
  ): readonly string[] =>
    sync !== undefined && mapsOwnMessageId(sync) ? [] : [createIds(epoch)({ recordId, version, checksum })]

  for (const change of kept.changes.toReversed()) {
    const { sync, epoch, version, op, at, end } = change
    const status = STATUS_OF_END[end]
    put({
      version,
      epoch,
      op,
      sync,
      at,
      status,
      messageIds: HAS_EVENT.has(status) ? createId(change, byId.get(sync)) : [],
      reason: REASON_OF_END[end] ?? null,
      deadLetter: null,
    })
  }

  for (const letter of letters) {
    const before = versions.get(keyOf(letter))
    const isLater =
      before === undefined ||
      before.sync === letter.sync ||
      (before.at !== null && before.at < letter.createdAt)
    if (!isLater) continue
    const { messageId = null, checksum = null } = kept.letters.find(({ id }) => id === letter.id) ?? {}
    const computed =
      checksum === null
        ? (before?.messageIds ?? [])
        : createId({ ...letter, checksum }, byId.get(letter.sync))
    // The event's own may be a value of its row.
    const made = messageId === null || role === 'viewer' ? computed : [messageId]
    put(describeLetter(letter, letter.stage === 'send' || letter.status === 'delivered' ? made : []))
  }

  const staged = facts?.staged ?? null
  const running = staged === null ? undefined : byId.get(staged.sync)
  if (staged !== null && staged.op !== 'invalid' && running !== undefined) {
    const { version, op, sync, isToDeliver } = staged
    const place = { version, epoch: running.epoch }
    if (versions.get(keyOf(place))?.sync !== sync) {
      put({
        ...place,
        op,
        sync,
        at: isToDeliver ? null : running.stagedAt,
        status: isToDeliver ? 'on its way' : 'skipped',
        messageIds: isToDeliver ? createId({ ...staged, ...place }, running) : [],
        reason: isToDeliver ? null : `the trigger does not name ${op}`,
        deadLetter: null,
      })
    }
  }

  for (const logged of facts?.log ?? []) {
    const of = { version: logged.version, epoch: findLoggedEpoch(gathered, logged, createIds) }
    if (versions.has(keyOf(of)) && !lines.has(keyOf(of))) continue
    const described = describeLogged(logged, of)
    put(role === 'viewer' ? { ...described, messageIds: [] } : described)
    lines.add(keyOf(of))
  }

  const remembered = facts?.remembered ?? null
  if (facts !== null && remembered !== null && remembered.version > 0) {
    const from = syncs.find(({ number }) => number === remembered.sync)
    const epoch = from?.epoch ?? findEpoch(gathered, remembered) ?? facts.epoch
    const { version, checksum, delivered, isKnown, inDoubt } = remembered
    const told = versions.get(keyOf({ epoch, version }))
    if (told !== undefined && told.deadLetter === null && isKnown && inDoubt === null) {
      const hasGoneOut = delivered === version
      if (told.status === 'unknown' && hasGoneOut) {
        const ids = remembered.isDigestOfVersion ? createId({ epoch, version, checksum }, from) : []
        put({ ...told, status: 'delivered', messageIds: ids, reason: null })
      } else if (told.status === 'delivered' && !hasGoneOut && !lines.has(keyOf(told))) {
        put({ ...told, status: 'unknown', messageIds: [], reason: LETTER_GONE })
      }
    }
    if (!versions.has(keyOf({ epoch, version }))) {
      const described = describeRemembered(remembered, from)
      const isEvent = HAS_EVENT.has(described.status) && remembered.isDigestOfVersion
      put({
        ...described,
        epoch,
        messageIds: isEvent ? createId({ epoch, version, checksum }, from) : [],
      })
    }
    if (delivered !== null && delivered < version && !hasVersion([...versions.values()], delivered)) {
      const unknown = { op: null, sync: null, at: null, messageIds: [], deadLetter: null }
      put({ ...unknown, version: delivered, epoch, status: 'delivered', reason: null })
    }
  }
  return [...versions.values()].toSorted(
    (one, other) =>
      (one.epoch ?? 0) - (other.epoch ?? 0) || compareTimes(one, other) || one.version - other.version,
  )
}

/** A baseline begins an epoch, and leaves what was sent before under the ids that it had. */
function findEpoch({ kept }: GatheredRecord, { version, checksum }: RememberedRecord): number | undefined {
  return kept.changes.find((change) => change.version === version && change.checksum === checksum)?.epoch
}

/** Of versions whose epoch nobody knows the count may begin anew; their times tell. */
function compareTimes(one: RecordVersion, other: RecordVersion): number {
  if (one.epoch !== null || one.at === null || other.at === null) return 0
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0
}

function hasVersion(versions: readonly RecordVersion[], wanted: number): boolean {
  return versions.some(({ version, status }) => version === wanted && status === 'delivered')
}
