/** The most rows in one chunk. */
export const CHUNK_LIMIT_ROWS = 1_000

/**
 * The most bytes of rows in one chunk: small enough to move through Redis at once,
 * large enough to make a job worth its cost.
 */
export const CHUNK_LIMIT_BYTES = 400_000

// What a row takes beside its JSON: seq, op, version, checksum and punctuation, rounded up.
const ROW_OVERHEAD_BYTES = 120

/** What is measured of a row; the rest of it is the caller's. */
export interface CuttableRow {
  readonly recordId: string
  /** JSON text. */
  readonly row: string
}

export interface ChunkLimits {
  readonly rows: number
  readonly bytes: number
}

/**
 * Cuts rows that arrive page by page into chunks, in order: every row ends in exactly one chunk.
 * A chunk is full when one more row would pass a limit; a row that is larger than the limit stands alone.
 */
export interface ChunkCutter<T> {
  /** The chunks that are full, now that these rows have come; what is begun waits for more. */
  push(rows: readonly T[]): readonly (readonly T[])[]
  /** The begun chunk, empty when there is none. */
  flush(): readonly T[]
}

/** Starts cutting. */
export function createChunkCutter<T extends CuttableRow>(
  limits: ChunkLimits = { rows: CHUNK_LIMIT_ROWS, bytes: CHUNK_LIMIT_BYTES },
): ChunkCutter<T> {
  let begun: T[] = []
  let begunBytes = 0

  const takeBegun = (): readonly T[] => {
    const chunk = begun
    begun = []
    begunBytes = 0
    return chunk
  }

  return {
    push(rows) {
      const full: (readonly T[])[] = []
      for (const row of rows) {
        const rowBytes = measureRow(row)
        const isFull = begun.length >= limits.rows || begunBytes + rowBytes > limits.bytes
        if (isFull && begun.length > 0) full.push(takeBegun())
        begun.push(row)
        begunBytes += rowBytes
      }
      return full
    },
    flush: takeBegun,
  }
}

/** The bytes that a row counts for in a chunk. */
export function measureRow({ recordId, row }: CuttableRow): number {
  return Buffer.byteLength(row) + Buffer.byteLength(recordId) + ROW_OVERHEAD_BYTES
}
