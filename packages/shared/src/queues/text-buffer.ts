/** Bytes of text that grows at its end: each piece is encoded once, where it will stand. */
export interface TextBuffer {
  write(text: string): void
  /** All that was written; nothing may be written after it. */
  finish(): Buffer
}

// What UTF-8 takes at most for one unit of a JavaScript string.
const UNIT_LIMIT_BYTES = 3

/** An empty text buffer with room for so many bytes; it makes more when that was too few. */
export function createTextBuffer(expectedBytes: number): TextBuffer {
  let bytes = Buffer.allocUnsafe(expectedBytes)
  let length = 0
  return {
    write(text) {
      const needed = length + text.length * UNIT_LIMIT_BYTES
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, bytes.length * 2))
        bytes.copy(larger, 0, 0, length)
        bytes = larger
      }
      length += bytes.write(text, length)
    },
    finish: () => bytes.subarray(0, length),
  }
}
