import { createMessageIdFactory } from '@sluice/mapper/core'
import type { NextDelta, RecordFacts } from '@sluice/shared/domain'
import type { AskDeps } from '../ask/ask-deps.ts'
import type { Visitor } from '../ask/visitor.ts'
import { readDeadLetterOutline } from '../dead-letters/read-dead-letter-outline.ts'
import { readMappingStatus } from '../status/read-status.ts'
import { composeVersions } from './compose-versions.ts'
import { findRecord, unknownError, type FoundRecord } from './find-record.ts'
import { findWaiting } from './find-waiting.ts'
import { foretellChange, readRow } from './foretell-change.ts'
import { listNotes } from './list-notes.ts'
import type { RecordDocument, RememberedDocument } from './record-document.ts'
import { readRecordScene, type RecordScene } from './record-scene.ts'

/** A record of a mapping by its id, its user id, or the messageId of one of its events; or that of a dead letter. */
export type TellRecordInput = (
  | { readonly mapping: string; readonly id: string }
  | { readonly letter: string }
) & {
  readonly signal?: AbortSignal | undefined
}

/**
 * The story of one record: where it stands, what the next sync would send of it, and what became of each version that
 * is known. A viewer sees no values of rows, and is told no id that he has not named. Fails with `mapping_unknown`,
 * `letter_unknown`, with `record_unknown` where nobody knows it, and as asking fails.
 */
export async function tellRecord(
  deps: AskDeps,
  input: TellRecordInput,
  visitor: Visitor,
): Promise<RecordDocument> {
  const { signal } = input
  const mapping =
    'mapping' in input ? input.mapping : (await readDeadLetterOutline(deps, { id: input.letter })).mapping
  const scene = await readRecordScene(deps, { mapping, signal }, visitor)
  const found = await findRecord(deps, scene, input)
  const status = await readMappingStatus(deps, { mapping })
  const at = new Date().toISOString()
  const { record, foundBy, others } = found
  const createIds = (epoch: number) =>
    createMessageIdFactory({ installationId: scene.installationId, mappingId: mapping, epoch })
  const { facts, recordId } = record
  const versions = composeVersions(record, createIds, visitor.role)
  // An id that he is not shown is nothing that a viewer may try out either.
  if (visitor.role === 'viewer' && foundBy === 'messageId' && 'id' in input) {
    const isShown = versions.some(({ messageIds }) => messageIds.includes(input.id))
    if (!isShown) throw unknownError(scene, ['looked in vain for a messageId'])
  }
  const { epoch, next } = findNext(scene, facts)
  const pending =
    facts === null ? null : foretellChange(scene, facts, { next, recordId, createId: createIds(epoch) }, at)
  const isOperator = visitor.role === 'operator'
  return {
    mapping,
    recordId: isOperator || foundBy === 'record id' ? recordId : null,
    foundBy,
    others: isOperator ? others : [],
    row: facts === null || !isOperator ? null : readRow(facts),
    remembered: describeRemembered(found),
    pending,
    waiting: findWaiting(record, versions, pending, status),
    versions,
    notes: listNotes(scene, record, versions),
  }
}

/** What the next sync makes of it, and in which epoch: after a reset every row is added anew. */
function findNext(
  { memory, mapping }: RecordScene,
  facts: RecordFacts | null,
): { readonly epoch: number; readonly next: NextDelta | null } {
  if (facts === null) return { epoch: mapping.epoch, next: null }
  const epoch = facts.epoch === 0 ? mapping.epoch : facts.epoch
  if (!memory.isResetDue || facts.next?.op === 'invalid') return { epoch, next: facts.next }
  const { remembered, rows } = facts
  if (rows.length > 0) return { epoch: mapping.epoch, next: { op: 'added', version: 1 } }
  const isThere = remembered?.isKnown === true && remembered.deletedAt === null
  return { epoch: mapping.epoch, next: isThere ? { op: 'deleted', version: 1 } : null }
}

function describeRemembered({ record: { facts, syncs } }: FoundRecord): RememberedDocument | null {
  if (facts === null || facts.remembered === null) return null
  const { version, delivered, deletedAt, sync } = facts.remembered
  return {
    epoch: facts.epoch,
    version,
    deliveredVersion: delivered,
    sync: syncs.find(({ number }) => number === sync)?.id ?? null,
    deletedAt,
  }
}
