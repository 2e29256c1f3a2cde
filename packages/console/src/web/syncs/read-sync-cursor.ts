const IS_SYNC_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The sync after which a page of syncs begins; empty for the first page. */
export function readSyncCursor(query: URLSearchParams): string {
  const before = query.get('before') ?? ''
  return IS_SYNC_ID.test(before) ? before : ''
}
