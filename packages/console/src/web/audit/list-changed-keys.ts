/** One key of something that was changed, as text; null where it was not there. */
export interface ChangedKey {
  readonly key: string
  readonly before: string | null
  readonly after: string | null
}

/** The keys in which two documents differ, in order; `before` and `after` hold no secrets. */
export function listChangedKeys(before: object | null, after: object | null): readonly ChangedKey[] {
  const [old, now] = [before ?? {}, after ?? {}] as Readonly<Record<string, unknown>>[]
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
  return keys
    .map((key) => ({ key, before: write(old?.[key]), after: write(now?.[key]) }))
    .filter((changed) => changed.before !== changed.after)
}

function write(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
