import type { Json } from '@sluice/shared/domain'
import type { PendingChange, RecordDocument, RecordVersion, VersionStatus } from '@sluice/operations'
import { describeDelivered } from '@sluice/operations/records/describe-delivered'
import type { Column } from '../output/column.ts'
import { formatInstant } from '../output/format-instant.ts'
import { formatTable } from '../output/format-table.ts'
import { joinParts, mark, type Line, type Style } from '../output/line.ts'

const STYLES: Readonly<Record<VersionStatus, Style>> = {
  'on its way': 'busy',
  delivered: 'good',
  dead: 'bad',
  requeued: 'busy',
  superseded: 'dim',
  discarded: 'dim',
  skipped: 'dim',
  'in doubt': 'warning',
  'taken as sent': 'dim',
  unknown: 'warning',
}

const COLUMNS: readonly Column[] = [
  { heading: 'VERSION' },
  { heading: 'OP' },
  { heading: 'STATUS', style: (cell) => STYLES[cell as VersionStatus] ?? null },
  { heading: 'AT' },
  { heading: 'SYNC', shorten: 'end' },
  { heading: 'LETTER' },
]

/** The story of a record for people. */
export function formatRecord(story: RecordDocument, width: number): readonly Line[] {
  return [
    joinParts(mark(`${story.mapping} ${story.recordId ?? ''}`, 'strong'), ...tellFound(story)),
    ...formatRow(story.row),
    ...formatRemembered(story),
    ...formatPending(story.pending),
    ...formatWaiting(story),
    ...formatVersions(story.versions, width),
    ...story.notes.map((note) => joinParts(mark('note', 'warning'), `  ${note}`)),
  ]
}

function tellFound({ foundBy, others }: RecordDocument): readonly string[] {
  if (foundBy === 'record id') return []
  const more = others.length === 0 ? '' : `; other records with it: ${others.join(', ')}`
  return [`, found by its ${foundBy}${more}`]
}

function formatRow(row: Json): readonly Line[] {
  return row === null
    ? ['row      none that can be shown']
    : ['row', ...JSON.stringify(row, null, 2).split('\n')]
}

function formatRemembered({ remembered }: RecordDocument): readonly Line[] {
  if (remembered === null) return ['known    nothing is remembered of it']
  const { version, deletedAt } = remembered
  const gone = deletedAt === null ? '' : `; deleted at ${formatInstant(deletedAt)}`
  return [`known    version ${version}; ${describeDelivered(remembered)}${gone}`]
}

function formatPending(pending: PendingChange | null): readonly Line[] {
  if (pending === null) return ['next     nothing: the next sync makes nothing of it']
  const { op, version, outcome, event, reason, messageId } = pending
  const why = reason === undefined ? '' : `: ${reason}`
  const under = messageId === null ? '' : ` under messageId ${messageId}`
  const head = `next     ${op}, as version ${version}: ${outcome}${why}${under}`
  return event === undefined ? [head] : [head, ...JSON.stringify(event, null, 2).split('\n')]
}

function formatWaiting({ waiting }: RecordDocument): readonly Line[] {
  if (waiting === null) return []
  const since = waiting.since === null ? '' : `, since ${formatInstant(waiting.since)}`
  const until = waiting.until === null ? '' : `, ${formatInstant(waiting.until)}`
  return [`waits    for ${waiting.reason}${until}${since}`]
}

function formatVersions(versions: readonly RecordVersion[], width: number): readonly Line[] {
  if (versions.length === 0) return ['nothing is known of anything that was sent of it']
  const last = versions.at(-1)?.epoch
  return formatTable(
    COLUMNS,
    versions.map(({ version, epoch, op, status, at, sync, deadLetter, messageIds, reason }) => ({
      cells: [version, op, status, formatInstant(at), sync?.slice(0, SHORT_ID) ?? null, deadLetter],
      details: [
        ...(epoch === last ? [] : ['before a reset or a baseline']),
        ...(reason === null ? [] : [reason]),
        ...messageIds.map((id) => `messageId ${id}`),
      ],
    })),
    width,
  )
}

const SHORT_ID = 8
