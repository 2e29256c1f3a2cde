import type { SyncDocument } from '@sluice/shared/domain'
import {
  describeSync,
  listLetterCauses,
  readThroughput,
  type LetterCause,
  type Throughput,
} from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'
import { findSync, type ReadSyncInput } from './read-sync.ts'

/** A sync with how it came to where it is. */
export interface SyncStory {
  readonly sync: SyncDocument
  readonly destination: string
  readonly createdAt: string
  /** When all that had changed was known; null before. */
  readonly stagedAt: string | null
  /** null before anything arrived. */
  readonly throughput: Throughput | null
  /** Why rows of it became dead letters, the most frequent first. */
  readonly causes: readonly LetterCause[]
}

/** A sync with its phases, its throughput and why rows of it became dead letters; fails with `sync_unknown`. */
export async function watchSync(deps: DatabaseDeps, input: ReadSyncInput): Promise<SyncStory> {
  const record = await findSync(deps, input)
  const [throughput, causes] = await Promise.all([
    readThroughput(deps.db, record.id),
    listLetterCauses(deps.db, { sync: record.id }),
  ])
  return {
    sync: describeSync(record),
    destination: record.plan.mapping.destination,
    createdAt: record.createdAt,
    stagedAt: record.stagedAt,
    throughput,
    causes,
  }
}
