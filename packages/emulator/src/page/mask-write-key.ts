/** A write key as a page may show it: at most its first four characters, and never more than half of it. */
export function maskWriteKey(writeKey: string): string {
  return `${writeKey.slice(0, Math.min(4, Math.floor(writeKey.length / 2)))}…`
}
