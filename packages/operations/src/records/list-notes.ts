import type { GatheredRecord } from './gather-record.ts'
import { mapsOwnMessageId } from '@sluice/mapper/core'
import type { RecordVersion } from './record-document.ts'
import type { RecordScene } from './record-scene.ts'

/** What is not known of a record, and why, in words: nothing is guessed. */
export function listNotes(
  { memory, mapping, model, visitor }: RecordScene,
  { facts, factsError, kept, syncs }: GatheredRecord,
  versions: readonly RecordVersion[],
): readonly string[] {
  const notes: string[] = []
  if (factsError !== null) notes.push(`its warehouse could not be asked: ${factsError}`)
  const { rowError = null, rows = [], log = null } = facts ?? {}
  if (rowError !== null) notes.push(`its row could not be read: ${rowError}`)
  if (rows.length > 1) notes.push('several rows of the model have this id')
  if (memory.isResetDue && memory.knownEpoch > 0) {
    notes.push('the mapping was reset: the next sync takes every row as one that was never sent')
  }
  if (memory.source !== null && memory.source !== model.source) {
    notes.push(
      `the model has moved to source ${model.source}: what was sent before is remembered in ${memory.source}`,
    )
  }
  if (!kept.isWhole) notes.push('there was not the time to look through all of its syncs')
  const gone = listGaps(versions, facts?.remembered?.version ?? 0, facts?.epoch ?? 0)
  if (gone !== null) {
    notes.push(
      `what became of ${gone} is not kept any more: who was in a sync is known for 90 days, and of the last 10,000,000 rows${log === null ? ', and its source keeps no sync log' : ''}`,
    )
  }
  const number = facts?.remembered?.sync ?? null
  if (number !== null && !syncs.some((sync) => sync.number === number)) {
    notes.push(`the sync that its last version comes from (number ${number}) is not in the history any more`)
  }
  if (syncs.some(mapsOwnMessageId)) {
    notes.push(`mapping ${mapping.id} gives its events a messageId of its own, which is not kept`)
  }
  if (visitor.role === 'viewer') notes.push('values of rows are shown to operators')
  return notes
}

/** The versions up to the last of which nothing tells, in words; null for none. */
function listGaps(versions: readonly RecordVersion[], last: number, epoch: number): string | null {
  const known = new Set(
    versions
      .filter(({ epoch: of, sync, op }) => (of ?? epoch) <= epoch && (sync !== null || op !== null))
      .map(({ version }) => version),
  )
  const gaps: [from: number, to: number][] = []
  for (let version = 1; version < last && gaps.length <= MOST_GAPS; version++) {
    if (known.has(version)) continue
    const gap = gaps.at(-1)
    if (gap !== undefined && gap[1] === version - 1) gap[1] = version
    else gaps.push([version, version])
  }
  if (gaps.length === 0) return null
  const parts = gaps
    .slice(0, MOST_GAPS)
    .map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`))
  return `version ${parts.join(', ')}${gaps.length > MOST_GAPS ? ' and others' : ''}`
}

const MOST_GAPS = 5
