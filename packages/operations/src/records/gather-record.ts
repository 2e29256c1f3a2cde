import type { KeptRecord, RecordFacts } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { hashSelection, listComparedColumns } from '@sluice/mapper/core'
import { listNamedSyncs, listRecordLetters, type NamedSync, type RecordLetter } from '@sluice/shared/store'
import type { AskDeps } from '../ask/ask-deps.ts'
import type { RecordScene } from './record-scene.ts'

/** All that is known of one record, wherever it stands. */
export interface GatheredRecord {
  readonly recordId: string
  /** null where its warehouse cannot be asked. */
  readonly facts: RecordFacts | null
  readonly factsError: string | null
  readonly kept: KeptRecord
  readonly letters: readonly RecordLetter[]
  readonly syncs: readonly NamedSync[]
}

/** Asks whoever knows something of a record. A warehouse that does not answer is told: the rest can be said without. */
export async function gatherRecord(
  { db, asker }: AskDeps,
  { mapping, model, asking }: RecordScene,
  recordId: string,
): Promise<GatheredRecord> {
  const running = await listNamedSyncs(db, mapping.id, { ids: [], numbers: [] })
  const { facts, factsError } = await asker
    .ask(
      {
        kind: 'record',
        source: { id: model.source },
        mapping: mapping.id,
        model,
        recordId,
        trigger: mapping.trigger,
        selection: hashSelection(mapping),
        compared: listComparedColumns(mapping),
        syncs: running.map(({ id }) => id),
      },
      asking(),
    )
    .then(
      (answer) => ({ facts: answer, factsError: null }),
      (error: unknown) => {
        if (!(error instanceof SluiceError) || error.code === 'worker_missing') throw error
        return { facts: null, factsError: error.message }
      },
    )
  const kept = await asker.ask({ kind: 'kept record', mapping: mapping.id, recordId }, asking())
  const letters = await listRecordLetters(db, mapping.id, recordId)
  const number = facts?.remembered?.sync ?? null
  const syncs = await listNamedSyncs(db, mapping.id, {
    ids: [...kept.changes, ...letters, ...(facts?.log ?? [])].map(({ sync }) => sync),
    numbers: number === null ? [] : [number],
  })
  return { recordId, facts, factsError, kept, letters, syncs }
}

/** True when something is known of a record. */
export function isKnown({ facts, kept, letters }: GatheredRecord): boolean {
  return (
    letters.length > 0 ||
    kept.changes.length > 0 ||
    (facts !== null &&
      (facts.rows.length > 0 ||
        facts.remembered !== null ||
        facts.staged !== null ||
        (facts.log ?? []).length > 0))
  )
}
