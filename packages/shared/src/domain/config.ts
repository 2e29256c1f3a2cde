import type { AlertChannel, AlertRule } from './alert.ts'
import type { ActionName } from './action.ts'
import type { Json, Op } from './delta.ts'
import type { DestinationOptions, MappingOptions, ModelOptions, SourceOptions } from './options.ts'
import type { Region } from './region.ts'

/** A warehouse that can be queried. */
export interface Source extends SourceOptions {
  readonly id: string
  /** Which kind of warehouse it is. */
  readonly type: string
  /**
   * What a document says of it beside id and type, in the same words; each kind of
   * warehouse has its own, and says which of them are secrets.
   */
  readonly settings: { readonly [name: string]: Json }
}

/** Certificates and the client's key, as PEM text. */
export interface SourceTls {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/** A SQL query on a Source, with the column that identifies a row. */
export interface Model extends ModelOptions {
  readonly id: string
  readonly source: string
  readonly identifier: string
  readonly query: string
}

/** A Segment source's write key and its region. `writeKey` is a secret. */
export interface Destination extends DestinationOptions {
  readonly id: string
  /** The only Source whose models may be sent here; null for any. */
  readonly source: string | null
  readonly writeKey: string
  readonly region: Region
  readonly enabled: boolean
  /** Ceilings shared by all senders; null for none but Segment's own. */
  readonly eventsPerSecond: number | null
  readonly requestsPerSecond: number | null
  /** How long what is sent here is tried by itself; then it becomes dead letters. */
  readonly deadlineMs: number
}

/**
 * How a destination stands. `held`: nobody may post there for now, after a 429 or because its
 * write key is not known; `unavailable`: what answered was not the Tracking API, or nothing
 * did; both keep their events. `refused`: the API refused the write key or the endpoint.
 */
export type DestinationState = 'ok' | 'held' | 'unavailable' | 'refused'

/** When a mapping syncs by itself; null for never (manual). `every` is a length of time such as 15m. */
export type Schedule = { readonly every: string } | { readonly cron: string; readonly timezone?: string }

/** What of a model goes where, as which call. */
export interface Mapping extends MappingOptions {
  readonly id: string
  readonly model: string
  readonly destination: string
  readonly action: ActionName
  readonly trigger: readonly Op[]
  /** Segment's FQL; null lets every row pass. */
  readonly filter: string | null
  readonly schedule: Schedule | null
  readonly enabled: boolean
  readonly fields: { readonly [field: string]: Json }
}

/** Everything that `sluice.yaml` says. */
export interface Config {
  readonly sources: readonly Source[]
  readonly models: readonly Model[]
  readonly destinations: readonly Destination[]
  readonly mappings: readonly Mapping[]
  readonly channels: readonly AlertChannel[]
  readonly rules: readonly AlertRule[]
}

/**
 * A mapping as it was when its sync began, with its model; a change of config meets the next sync.
 * It names the source and the destination and holds none of their secrets.
 */
export interface SyncPlan {
  readonly mapping: Mapping
  readonly mappingVersion: number
  readonly epoch: number
  readonly model: Model
  /** Set by whoever has looked at an unusual number of deletes and lets them pass this once. */
  readonly allowDeletes?: boolean
  /** Likewise of updates. */
  readonly allowUpdates?: boolean
  /** Set by whoever means the model to have lost columns that the mapping reads. */
  readonly allowMissingColumns?: boolean
  /** Of a dry run: who gets the bodies of its requests; absent when nobody wants them. */
  readonly bodiesTo?: BodiesReader
}

/** Whoever reads the bodies of a dry run. */
export interface BodiesReader {
  /** The public half of a pair that lives as long as he reads. */
  readonly publicKey: string
  /** Who seals with it has read it in the control database. 32 bytes in base64. */
  readonly sharedSecret: string
}
