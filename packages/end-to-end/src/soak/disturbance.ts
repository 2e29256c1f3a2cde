import type { FaultRule } from '@sluice/emulator/server'

/** The workers that a soak has of each kind. */
export const PARTS = ['extractor', 'mapper', 'sender'] as const
export type Part = (typeof PARTS)[number]

/** One of the workers of a soak, such as `sender-2`. */
export type WorkerId = `${Part}-${number}`

/** Something that is done to what runs. */
export type Disturbance =
  | { readonly kind: 'kill' | 'freeze'; readonly worker: WorkerId; readonly forMs: number }
  | {
      readonly kind: 'fault'
      readonly action: FaultRule['action']
      readonly probability: number
      readonly forMs: number
    }
  | { readonly kind: 'cancel' | 'reset' | 'baseline'; readonly mapping: string }
  | { readonly kind: 'restart'; readonly server: 'control' | 'warehouse' | 'redis'; readonly forMs: number }
  /** A sender is frozen, every running sync is canceled, and it wakes when the next ones are through. */
  | { readonly kind: 'strand'; readonly worker: WorkerId; readonly forMs: number }
  /** What was posted is taken and never answered; then all senders are killed, and every running sync is canceled. */
  | { readonly kind: 'cut'; readonly forMs: number }
  | { readonly kind: 'flush redis' | 'crash warehouse' }

/** A disturbance and when it is, counted from the start. */
export interface PlannedDisturbance {
  readonly atMs: number
  readonly disturbance: Disturbance
}
