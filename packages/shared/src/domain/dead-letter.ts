import type { DeadLetterCode } from '../errors/index.ts'
import type { Op } from './delta.ts'

/** Where a dead letter can fall out of the flow, in the order of the flow. */
export const DEAD_LETTER_STAGES = ['extract', 'map', 'send'] as const

export type DeadLetterStage = (typeof DEAD_LETTER_STAGES)[number]

/** What can have become of a dead letter; all but the first two are final. */
export const DEAD_LETTER_STATUSES = ['open', 'requeued', 'delivered', 'superseded', 'discarded'] as const

export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number]

/** What tells one group of dead letters from every other; on the board it is one job. */
export interface DeadLetterGroup {
  /** The sync in which they died. */
  readonly sync: string
  /** 0 for rows that never came into a chunk. */
  readonly chunk: number
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
}

/**
 * A delta or event that will not be tried again by itself. `reason` holds no row value;
 * `recordId` and `payload` do, and are sealed.
 */
export interface NewDeadLetter {
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
  readonly reason: string
  readonly mapping: string
  readonly sync: string
  /** The chunk it was part of; null for rows that never came into one. */
  readonly chunk: number | null
  readonly deltaSeq: number
  readonly recordId: string | null
  readonly op: Op | 'invalid'
  readonly version: number
  /** JSON text: the delta (stages extract and map), or the serialised event (stage send). */
  readonly payload: string
}

/** What `sluice dead-letters ls` prints with --json. */
export interface DeadLetterDocument {
  readonly id: string
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
  readonly reason: string
  readonly mapping: string
  readonly sync: string
  readonly recordId: string | null
  readonly op: Op | 'invalid'
  readonly status: DeadLetterStatus
  readonly createdAt: string
}

/** One dead letter with everything that is known of it. */
export interface OpenedDeadLetter extends DeadLetterDocument {
  readonly payload: string
  /** Oldest first. */
  readonly history: readonly LetterEvent[]
}

/** One change of a letter's status. */
export interface LetterEvent {
  readonly at: string
  readonly from: DeadLetterStatus
  readonly to: DeadLetterStatus
  /** Why it was what it was before. */
  readonly code: DeadLetterCode
  readonly reason: string
  /** Who ordered the change, where somebody did. */
  readonly actor?: string
  /** The sync that made the change, where one did. */
  readonly sync?: string
}
