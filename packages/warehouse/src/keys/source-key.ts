import type { Json } from '@sluice/shared/domain'
import type { z } from 'zod'

/** One key of what a source says beside its id and its type. */
export interface SourceKey {
  /** As a document calls it, and the source's settings too. */
  readonly name: string
  /** What may be said; a key that must be there does not take `undefined`. */
  readonly schema: z.ZodType
  /** Of several ways to say the same, the one in which it is kept; what was said, if absent. */
  readonly normalise?: (said: Json) => Json
  /** True where every text of it is sealed, and never shown to anybody. */
  readonly isHidden?: boolean
  /** The keys of the object that it takes, for whoever misspells one. */
  readonly nested?: readonly string[]
}
