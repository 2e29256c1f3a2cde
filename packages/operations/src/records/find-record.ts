import { createMessageIdPrefix, findPlainColumn } from '@sluice/mapper/core'
import { SluiceError } from '@sluice/shared/errors'
import { listNamedSyncs } from '@sluice/shared/store'
import type { AskDeps } from '../ask/ask-deps.ts'
import { gatherRecord, isKnown, type GatheredRecord } from './gather-record.ts'
import type { FoundBy } from './record-document.ts'
import type { RecordScene } from './record-scene.ts'

/** What a person has of a record: an id of whatever kind, or the id of a dead letter. */
export type RecordKey = { readonly id: string } | { readonly letter: string }

/** A record, by what it was found, and which others were found by the same. */
export interface FoundRecord {
  readonly record: GatheredRecord
  readonly foundBy: FoundBy
  readonly others: readonly string[]
}

/** Why the warehouse, or the rows in it, told nothing; for a line that says where was looked. */
function listFaults({ facts, factsError }: GatheredRecord): readonly string[] {
  const rowError = facts === null ? null : facts.rowError
  return [
    ...(factsError === null ? [] : [`looked in vain in its warehouse: ${factsError}`]),
    ...(rowError === null ? [] : [`looked in vain in its rows: ${rowError}`]),
  ]
}

/** As Sluice makes them. */
const IS_MESSAGE_ID = /^[\w-]{43}$/

/**
 * Finds a record by its own id; if nobody knows that, by a messageId where it looks like one, and by the user id that
 * the mapping takes from a column. Fails with `record_unknown`, which says where was looked.
 */
export async function findRecord(deps: AskDeps, scene: RecordScene, key: RecordKey): Promise<FoundRecord> {
  const { mapping, model, visitor } = scene
  if ('letter' in key) {
    const question = { kind: 'kept letter', mapping: mapping.id, letter: key.letter } as const
    const [recordId] = (await deps.asker.ask(question, scene.asking())).recordIds
    if (recordId === undefined) {
      throw unknownError(scene, [`looked in dead letter ${key.letter}: its row had no identifier`])
    }
    return { record: await gatherRecord(deps, scene, recordId), foundBy: 'dead letter', others: [] }
  }
  const record = await gatherRecord(deps, scene, key.id)
  if (isKnown(record)) return { record, foundBy: 'record id', others: [] }
  const looked = [
    `looked as a record id: in the rows of model ${model.id}, in what is remembered of the mapping, in its dead letters, and in who was in its syncs of the last 90 days`,
    ...listFaults(record),
  ]
  if (IS_MESSAGE_ID.test(key.id)) {
    const { recordIds, isWhole } = await findByMessage(deps, scene, key.id)
    const found = await choose(deps, scene, recordIds, 'messageId')
    if (found !== null) return found
    looked.push(
      'looked as a messageId: in the last version of every record, in who was in its syncs, and in its dead letters',
    )
    if (!isWhole)
      looked.push('looked through a part of its syncs only: there was not the time for all of them')
  }
  const column = findPlainColumn(mapping.fields['user_id'])
  if (column === null) {
    looked.push('not looked for as a user id: the mapping does not take that from one column as it is')
  } else if (visitor.role === 'viewer') {
    looked.push('not looked for as a user id: looking for values of rows needs the role operator')
  } else if (column !== model.identifier) {
    const { recordIds } = await deps.asker.ask(
      { kind: 'records with', source: { id: model.source }, model, column, text: key.id },
      scene.asking(),
    )
    const found = await choose(deps, scene, recordIds, 'user id')
    if (found !== null) return found
    looked.push(`looked as a user id: in column ${column} of the rows of model ${model.id} as they are now`)
  }
  throw unknownError(scene, looked)
}

async function findByMessage(
  { db, asker }: AskDeps,
  { installationId, mapping, model, memory, asking }: RecordScene,
  messageId: string,
): Promise<{ readonly recordIds: readonly string[]; readonly isWhole: boolean }> {
  const running = await listNamedSyncs(db, mapping.id, { ids: [], numbers: [] })
  const epochs = [mapping.epoch, memory.knownEpoch, ...running.map(({ epoch }) => epoch)]
  const prefixes = Object.fromEntries(
    epochs.map((epoch) => [
      String(epoch),
      createMessageIdPrefix({ installationId, mappingId: mapping.id, epoch }),
    ]),
  )
  const { recordIds } = await asker.ask(
    {
      kind: 'records of',
      source: { id: model.source },
      mapping: mapping.id,
      messageId,
      prefixes,
      syncs: running.map(({ id }) => id),
    },
    asking(),
  )
  if (recordIds.length > 0) return { recordIds, isWhole: true }
  return asker.ask({ kind: 'kept message', mapping: mapping.id, messageId }, asking())
}

async function choose(
  deps: AskDeps,
  scene: RecordScene,
  [first, ...others]: readonly string[],
  foundBy: FoundBy,
): Promise<FoundRecord | null> {
  return first === undefined ? null : { record: await gatherRecord(deps, scene, first), foundBy, others }
}

/** Nobody knows the record; the lines say where was looked. */
export function unknownError({ mapping }: RecordScene, looked: readonly string[]): SluiceError {
  return new SluiceError(
    'record_unknown',
    [`mapping ${mapping.id} knows no record with this id`, ...looked],
    { subject: { kind: 'mapping', id: mapping.id } },
  )
}
