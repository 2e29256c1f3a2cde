import { createHash } from 'node:crypto'

/** The trace of a sync: its id without dashes; null of what is no UUID. */
export function createTraceId(sync: string): string | null {
  const id = sync.replaceAll('-', '').toLowerCase()
  return /^[0-9a-f]{32}$/.test(id) ? id : null
}

/** The span of a whole sync, 16 hexadecimal digits; never zero, as its first two bits are those of any UUID. */
export function createSyncSpanId(traceId: string): string {
  return traceId.slice(16)
}

/** The span of a whole chunk. */
export function createChunkSpanId(traceId: string, chunk: number): string {
  return createHash('sha256').update(`${traceId}/${chunk}`).digest('hex').slice(0, 16)
}
