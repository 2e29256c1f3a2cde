import type { AlertKind } from '@sluice/shared/domain'

/** Something that is the case now and that a rule may be about. */
export interface Condition {
  readonly kind: AlertKind
  /** `mapping/x` or `destination/x`: of one kind and one subject there is one condition. */
  readonly subject: string
  /** The mappings that it concerns. */
  readonly mappings: readonly string[]
  readonly mapping: string | null
  readonly destination: string | null
  readonly sync: string | null
  readonly since: Date
  /** In a line, without a secret and a value of a row. */
  readonly cause: string
  /** How bad it is, in what `above` may be said in. */
  readonly size: { readonly ms?: number; readonly count?: number; readonly percent?: number }
}
