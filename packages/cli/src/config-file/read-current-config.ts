import type { Config } from '@sluice/shared/domain'
import {
  listDestinations,
  listMappings,
  listModels,
  listSources,
  type Queryable,
  type SecretBox,
} from '@sluice/shared/store'

/** The config as the control database has it, secrets opened. */
export async function readCurrentConfig(db: Queryable, secrets: SecretBox): Promise<Config> {
  return {
    sources: await listSources(db, secrets),
    models: await listModels(db),
    destinations: await listDestinations(db, secrets),
    mappings: await listMappings(db),
  }
}
