import type { RecordFacts, RememberedRecord } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { RecordRequest } from '../record-reader.ts'
import { decideNext, foresee } from './decide-next.ts'
import type { RecordsManifest } from './manifests.ts'

/** What a warehouse keeps of one record. */
export interface RecordState extends Pick<RecordFacts, 'staged' | 'log'> {
  readonly manifest: RecordsManifest | null
  readonly remembered: RememberedRecord | null
}

/** Of what the memory keeps for itself. */
export const NO_RECORD: RecordState = { manifest: null, remembered: null, staged: null, log: null }

/** Where a record stands, given what is kept of it and a way to read its rows; rows that cannot be read are told. */
export async function foretell(
  { trigger, selection, signal }: Pick<RecordRequest, 'trigger' | 'selection' | 'signal'>,
  { manifest, remembered, staged, log }: RecordState,
  readRows: () => Promise<Pick<RecordFacts, 'columns' | 'rows'>>,
): Promise<RecordFacts> {
  const known = { epoch: manifest?.epoch ?? 0, remembered, staged, log }
  try {
    const { columns, rows } = await readRows()
    const looksAgain = manifest?.selection !== undefined && manifest.selection !== selection
    const next = decideNext(foresee(remembered, staged), rows, { trigger, looksAgain })
    return { ...known, columns, rows, rowError: null, next }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof SluiceError)) throw error
    return { ...known, columns: [], rows: [], rowError: error.message, next: null }
  }
}
