import type { AlertChannel } from './alert.ts'
import type { Check } from './check.ts'
import type { Destination, Model, Source } from './config.ts'
import type { Op } from './delta.ts'
import type { KeptRecord, RecordFacts } from './record-facts.ts'

/** A Source that is in the config, by its id, or one as somebody has just typed it. */
export type AskedSource = { readonly id: string } | { readonly typed: Source }

/** A Destination, likewise. */
export type AskedDestination =
  | { readonly id: string }
  | { readonly typed: Pick<Destination, 'id' | 'writeKey' | 'region'> }

/** What can be asked of whoever opens warehouses; `limit` in rows. */
export type WarehouseQuestion =
  | {
      /** Whether all is there that a sync needs; each model is planned, none is run. */
      readonly kind: 'inspect'
      readonly source: AskedSource
      readonly models: readonly Pick<Model, 'id' | 'query' | 'identifier'>[]
    }
  | {
      /** The columns of a query, and some of its rows: none where the limit is 0. */
      readonly kind: 'rows'
      readonly source: AskedSource
      /** Named in errors; null for a query that has no name yet. */
      readonly model: string | null
      readonly query: string
      readonly identifier: string | null
      readonly limit: number
    }
  | {
      /** How many records mappings remember there, as sent and as kept back. */
      readonly kind: 'records'
      readonly source: AskedSource
      readonly mappings: readonly string[]
    }
  | {
      /** Where one record stands: its row, what is remembered of it, and what the next sync would do. */
      readonly kind: 'record'
      readonly source: AskedSource
      readonly mapping: string
      readonly model: Pick<Model, 'id' | 'query' | 'identifier'>
      readonly recordId: string
      readonly trigger: readonly Op[]
      /** What decides now which deltas the mapping sends. */
      readonly selection: string
      /** The columns that count beside the identifier. */
      readonly compared: readonly string[] | 'all'
      /** The syncs that may have it staged. */
      readonly syncs: readonly string[]
    }
  | {
      /** The ids of the records whose row has a value, written as text, in a column. */
      readonly kind: 'records with'
      readonly source: AskedSource
      readonly model: Pick<Model, 'id' | 'query' | 'identifier'>
      readonly column: string
      readonly text: string
    }
  | {
      /** The ids of the records that a messageId was made of, as they are remembered or staged. */
      readonly kind: 'records of'
      readonly source: AskedSource
      readonly mapping: string
      readonly messageId: string
      /** By epoch, what the text begins with that a messageId is the digest of. */
      readonly prefixes: Readonly<Record<string, string>>
      readonly syncs: readonly string[]
    }
  | {
      /** The whole query is run. */
      readonly kind: 'count'
      readonly source: AskedSource
      readonly query: string
      readonly identifier: string
    }

/** What can be asked of whoever opens warehouses and knows what is sealed of the rows that were under way. */
export type KeptQuestion =
  | { readonly kind: 'kept record'; readonly mapping: string; readonly recordId: string }
  | {
      /** Whose a dead letter is. */
      readonly kind: 'kept letter'
      readonly mapping: string
      readonly letter: string
    }
  | {
      /** What a dead letter holds. */
      readonly kind: 'kept payload'
      readonly mapping: string
      readonly letter: string
    }
  | { readonly kind: 'kept message'; readonly mapping: string; readonly messageId: string }

/** What can be asked of whoever knows write keys. */
export type SegmentQuestion =
  | { readonly kind: 'write key'; readonly destination: AskedDestination }
  | {
      /** Posts one event for real. */
      readonly kind: 'send'
      readonly destination: AskedDestination
      /** The call of the Segment Spec, as JSON text. */
      readonly event: string
    }

/** A channel of alerts, likewise. */
export type AskedChannel = { readonly id: string } | { readonly typed: AlertChannel }

/** What can be asked of whoever sends alerts. */
export interface AlertQuestion {
  /** Sends a test message for real. */
  readonly kind: 'channel test'
  readonly channel: AskedChannel
}

export type Question = WarehouseQuestion | KeptQuestion | SegmentQuestion | AlertQuestion

/** A row as its mapping would see it; `row` is JSON text, `recordId` null where there is no usable identifier. */
export interface AskedRow {
  readonly recordId: string | null
  readonly row: string
}

/** What comes back, by the kind of question. */
export interface Answers {
  readonly inspect: { readonly checks: readonly Check[] }
  readonly rows: {
    readonly columns: readonly { readonly name: string; readonly type: string; readonly warning?: string }[]
    readonly rows: readonly AskedRow[]
    /** True where rows were left out because they are too large to be shown together. */
    readonly isCut: boolean
  }
  readonly records: readonly {
    readonly mapping: string
    readonly sent: number
    readonly keptBack: number
  }[]
  readonly record: RecordFacts
  readonly 'records with': { readonly recordIds: readonly string[] }
  readonly 'records of': { readonly recordIds: readonly string[] }
  readonly 'kept record': KeptRecord
  readonly 'kept letter': { readonly recordIds: readonly string[] }
  /** `payload` is JSON text: the row, or the event that was made of it; null where there is no such letter. */
  readonly 'kept payload': { readonly recordId: string | null; readonly payload: string | null }
  readonly 'kept message': {
    readonly recordIds: readonly string[]
    /** False where there was not the time to look through all of it. */
    readonly isWhole: boolean
  }
  readonly count: { readonly rows: number; readonly nulls: number; readonly duplicates: number }
  /** What came back, in words. */
  readonly 'channel test': { readonly isDelivered: boolean; readonly detail: string }
  readonly 'write key': { readonly checks: readonly Check[] }
  /** `status` is null when nobody answered. */
  readonly send: { readonly isAccepted: boolean; readonly status: number | null; readonly detail: string }
}

/** What answers a question. */
export type AnswerTo<Asked extends Question> = Answers[Asked['kind']]
