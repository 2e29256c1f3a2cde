import { OPS, type Op, type RememberedRecord } from '@sluice/shared/domain'
import type { RecordsManifest } from './manifests.ts'

/** A record as its table has it. */
export interface RememberedColumns {
  readonly version: number
  readonly checksum: string
  /** All its columns by name, as JSON. */
  readonly memory: Readonly<Record<string, unknown>>
}

/**
 * What is remembered of a record, whatever columns its table has by now. Once other columns have begun to count, the
 * digest of what was sent before is no longer known.
 */
export function parseRemembered(
  { version, checksum, memory }: RememberedColumns,
  { columns }: Pick<RecordsManifest, 'columns'>,
): RememberedRecord {
  const sync = readNumber(memory['sync'])
  const since = columns?.since
  return {
    version,
    checksum,
    delivered: readNumber(memory['delivered']),
    isKnown: memory['known'] === true,
    inDoubt: readOp(memory['in_doubt']),
    keptBack: readOp(memory['kept_back']),
    deletedAt: readInstant(memory['deleted_at']),
    sync,
    isDigestOfVersion: since === undefined || (sync !== null && sync > since),
  }
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function readOp(value: unknown): Op | null {
  return OPS.find((op) => op === value) ?? null
}

function readInstant(value: unknown): string | null {
  return typeof value === 'string' ? new Date(value).toISOString() : null
}
