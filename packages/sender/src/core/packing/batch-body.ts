const OPENING = Buffer.from('{"batch":[')
const COMMA = Buffer.from(',')

/**
 * A /v1/batch body: serialised events spliced together, none of them parsed. `sentAt`
 * is the instant of this very attempt.
 */
export function createBatchBody(lines: readonly Buffer[], sentAt: Date): Buffer {
  const parts: Buffer[] = [OPENING]
  for (const [index, line] of lines.entries()) {
    if (index > 0) parts.push(COMMA)
    parts.push(line)
  }
  parts.push(Buffer.from(`],"sentAt":"${sentAt.toISOString()}"}`))
  return Buffer.concat(parts)
}

/** What a body takes beside its events; every instant of the next seven thousand years is written in as many bytes. */
export const ENVELOPE_BYTES = createBatchBody([], new Date(0)).length

/** What a body with these events takes. */
export function countBodyBytes(lines: readonly Buffer[]): number {
  const separators = SEPARATOR_BYTES * Math.max(lines.length - 1, 0)
  return lines.reduce((bytes, line) => bytes + line.length, ENVELOPE_BYTES + separators)
}

/** What the separator between two events takes. */
export const SEPARATOR_BYTES = COMMA.length
