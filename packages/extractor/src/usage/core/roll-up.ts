/** A value of a series at an instant. */
export interface Point<Kind extends string> {
  readonly kind: Kind
  readonly subject: string
  readonly at: Date
  readonly value: number
}

/** The same of a minute or an hour. */
export interface Bucket<Kind extends string> extends Point<Kind> {
  readonly step: 'minute' | 'hour'
}

const STEPS = { minute: 60_000, hour: 3_600_000 } as const

/** Points as minutes and hours, UTC: each kind and subject once in each, its values brought together by `join`. */
export function rollUp<Kind extends string>(
  points: readonly Point<Kind>[],
  join: (one: number, other: number) => number,
): readonly Bucket<Kind>[] {
  const buckets = new Map<string, Bucket<Kind>>()
  for (const { kind, subject, at, value } of points) {
    if (value === 0) continue
    for (const step of ['minute', 'hour'] as const) {
      const begin = new Date(Math.floor(at.getTime() / STEPS[step]) * STEPS[step])
      const key = JSON.stringify([kind, subject, step, begin])
      const known = buckets.get(key)
      buckets.set(key, {
        kind,
        subject,
        step,
        at: begin,
        value: known === undefined ? value : join(known.value, value),
      })
    }
  }
  return [...buckets.values()]
}
