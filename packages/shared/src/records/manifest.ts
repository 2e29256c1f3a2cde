import type { Op } from '../domain/index.ts'

/** A row of a chunk without its content. */
export interface ManifestEntry {
  readonly recordId: string
  readonly op: Op
  readonly version: number
  /** 32 hex digits, or empty for a deleted row. */
  readonly checksum: string
}

interface Head {
  readonly ops: string
  readonly versions: readonly number[]
  readonly recordIds: readonly string[]
}

const LETTERS: Readonly<Record<Op, string>> = { added: 'a', updated: 'u', deleted: 'd' }
const OPS = new Map(Object.entries(LETTERS).map(([op, letter]) => [letter, op as Op]))
const CHECKSUM_BYTES = 16
const NO_CHECKSUM = '0'.repeat(2 * CHECKSUM_BYTES)

/** Who is in a chunk, with what, in some 30 bytes a row: the checksums, then the rest by columns as JSON. */
export function encodeManifest(rows: readonly ManifestEntry[]): Buffer {
  const head: Head = {
    ops: rows.map(({ op }) => LETTERS[op]).join(''),
    versions: rows.map(({ version }) => version),
    recordIds: rows.map(({ recordId }) => recordId),
  }
  const checksums = rows.map(({ checksum }) => checksum || NO_CHECKSUM).join('')
  return Buffer.concat([Buffer.from(checksums, 'hex'), Buffer.from(JSON.stringify(head))])
}

/** What `encodeManifest` wrote, in its order. */
export function decodeManifest(bytes: Buffer): readonly ManifestEntry[] {
  // No text within the JSON can look like its beginning: quotes in it are escaped.
  const start = bytes.lastIndexOf('{"ops":')
  const { ops, versions, recordIds } = JSON.parse(bytes.toString('utf8', start)) as Head
  return recordIds.map((recordId, index) => {
    const op = OPS.get(ops[index] ?? '') ?? 'updated'
    const checksum = bytes.toString('hex', index * CHECKSUM_BYTES, (index + 1) * CHECKSUM_BYTES)
    return { recordId, op, version: versions[index] ?? 1, checksum: op === 'deleted' ? '' : checksum }
  })
}

/** False where a record is not in what `encodeManifest` wrote; far cheaper than to decode it. */
export function mayHold(bytes: Buffer, recordId: string): boolean {
  return bytes.includes(JSON.stringify(recordId))
}
