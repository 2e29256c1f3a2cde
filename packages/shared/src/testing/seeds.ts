import type { Destination, Mapping, Model, Source } from '../domain/index.ts'
import type { SecretBox } from '../secrets/index.ts'
import {
  recordDestination,
  recordMapping,
  recordModel,
  recordSource,
  type Queryable,
} from '../store/index.ts'

/** A source that nobody reaches. */
export const SEED_SOURCE: Source = {
  id: 'warehouse',
  type: 'postgres',
  settings: { connection: 'postgres://h/d' },
}

export const SEED_MODEL: Model = {
  id: 'people',
  source: SEED_SOURCE.id,
  identifier: 'id',
  query: 'select 1 as id',
}

export const SEED_DESTINATION: Destination = {
  id: 'segment',
  source: null,
  writeKey: 'wk',
  region: 'us-west-2',
  enabled: true,
  eventsPerSecond: null,
  requestsPerSecond: null,
  deadlineMs: 86_400_000,
}

/** A mapping of people that is started by hand. */
export const SEED_MAPPING: Mapping = {
  id: 'people-identify',
  model: SEED_MODEL.id,
  destination: SEED_DESTINATION.id,
  action: 'sendIdentify',
  trigger: ['added'],
  filter: null,
  schedule: null,
  enabled: true,
  maxDeletedPercent: 30,
  fields: {},
}

/** What a test's config is, where it is another than that of the seeds. */
export interface SeedChanges {
  readonly source?: Partial<Source>
  readonly model?: Partial<Model>
  readonly destination?: Partial<Destination>
  /** null for no mapping. */
  readonly mapping?: Partial<Mapping> | null
}

/** Writes down a source, a model, a destination and a mapping that belong together. */
export async function seedConfig(
  db: Queryable,
  secrets: SecretBox,
  { source, model, destination, mapping }: SeedChanges = {},
): Promise<void> {
  const seeded = { ...SEED_SOURCE, ...source }
  await recordSource(db, secrets, seeded)
  const ofModel = { ...SEED_MODEL, source: seeded.id, ...model }
  await recordModel(db, ofModel)
  const ofDestination = { ...SEED_DESTINATION, ...destination }
  await recordDestination(db, secrets, ofDestination)
  if (mapping === null) return
  await recordMapping(db, { ...SEED_MAPPING, model: ofModel.id, destination: ofDestination.id, ...mapping })
}
