/** What a span belongs to: a sync, or a chunk of it. */
export interface SpanPlace {
  readonly sync: string
  readonly chunk?: number | undefined
}

/** What is said of a span: names, counts and codes, and never a value of a row. */
export type SpanFields = Readonly<Record<string, string | number | boolean>>

/** How a span has ended. */
export interface SpanEnd {
  readonly fields?: SpanFields
  /** True of what ended as it should not. */
  readonly isFailed?: boolean
}

/** A sync or a chunk as a whole, told once it has ended. */
export interface WholeSpan extends SpanEnd {
  readonly from: Date
  readonly to: Date
}

/**
 * Where spans go. The trace of a sync and the spans of its chunks have ids that follow from theirs: whoever works at
 * them, and however often, belongs to the same tree, and no job has to carry anything. Nothing here waits or throws.
 */
export interface Traces {
  /**
   * Starts a span within the first of these places, linked to the others; returns what to call when it has ended.
   */
  start(name: string, places: readonly SpanPlace[], fields?: SpanFields): (end?: SpanEnd) => void
  /** Tells of a whole sync or chunk. */
  tell(place: SpanPlace, span: WholeSpan): void
}
