import type { BodyWriter } from '@sluice/shared/bodies'
import type { BodiesReader } from '@sluice/shared/domain'
import type { ExtractPayload, MapPayload, Payloads, SendPayload, TypedQueue } from '@sluice/shared/queues'
import type { Logger, Traces } from '@sluice/shared/runtime'
import type { Database, SyncRecord } from '@sluice/shared/store'
import type { ByteBox, SecretBox } from '@sluice/shared/secrets'
import type { BackPressure } from './sync/back-pressure.ts'
import type { ChunkLimits } from './core/index.ts'
import type { Warehouse } from '@sluice/warehouse/port'
import type { Warehouses } from './warehouses.ts'

/** What taking a sync forward needs. */
export interface SyncDeps {
  readonly log: Logger
  readonly traces?: Traces | null
  readonly db: Database
  readonly secrets: SecretBox & ByteBox
  readonly installationId: string
  readonly warehouses: Warehouses
  readonly payloads: Payloads
  readonly map: TypedQueue<MapPayload>
  readonly send: TypedQueue<SendPayload>
  readonly extract: TypedQueue<ExtractPayload>
  readonly backPressure: BackPressure
  /** Begins to hand the bodies of a dry run to whoever reads them. */
  readonly openBodies: (reader: BodiesReader, signal: AbortSignal) => Promise<BodyWriter>
  /** Segment's and Redis' sizes, unless a test wants many chunks of few rows. */
  readonly chunkLimits?: ChunkLimits
}

/** Asked for anew at each step: the source's connection may have changed since the last. */
export function openWarehouse(deps: SyncDeps, sync: SyncRecord): Promise<Warehouse> {
  return deps.warehouses.open(sync.plan.model.source)
}
