import type { Config } from '@sluice/shared/domain'
import {
  listAlertChannels,
  listAlertRules,
  listDestinations,
  listMappings,
  listModels,
  listSources,
  type Queryable,
} from '@sluice/shared/store'
import type { ConfigBox } from '@sluice/shared/secrets'

/** The config as the control database has it, secrets opened; of mappings only that one where it is given. */
export async function readCurrentConfig(
  db: Queryable,
  secrets: ConfigBox,
  mapping: string | null = null,
): Promise<Config> {
  return {
    sources: await listSources(db, secrets),
    models: await listModels(db),
    destinations: await listDestinations(db, secrets),
    mappings: await listMappings(db, mapping === null ? null : [mapping]),
    channels: await listAlertChannels(db, secrets),
    rules: await listAlertRules(db),
  }
}
