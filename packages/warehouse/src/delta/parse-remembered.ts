import { OPS, type Op, type RememberedRecord } from '@sluice/shared/domain'

/** A record as its table has it. */
export interface MemoryColumns {
  readonly version: number
  readonly checksum: string
  /** All its columns by name, as JSON. */
  readonly memory: Readonly<Record<string, unknown>>
}

/** What is remembered of a record, whatever columns its table has by now. */
export function parseRemembered({ version, checksum, memory }: MemoryColumns): RememberedRecord {
  return {
    version,
    checksum,
    delivered: readNumber(memory['delivered']),
    isKnown: memory['known'] === true,
    inDoubt: readOp(memory['in_doubt']),
    keptBack: readOp(memory['kept_back']),
    deletedAt: readInstant(memory['deleted_at']),
    sync: readNumber(memory['sync']),
    isDigestOfVersion: true,
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
