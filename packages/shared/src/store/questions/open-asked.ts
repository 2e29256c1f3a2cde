import type {
  AlertChannel,
  AskedChannel,
  AskedDestination,
  AskedSource,
  Destination,
  Source,
} from '../../domain/index.ts'
import type { ConfigBox } from '../../secrets/index.ts'
import { readAlertChannel } from '../alerts/channels.ts'
import { readDestination } from '../config/destinations.ts'
import { refuseUnknownConfig } from '../config/refuse-unknown-config.ts'
import { readSource } from '../config/sources.ts'
import type { Queryable } from '../database/database.ts'

/** The source that a question is about; no other's secrets are opened. Fails with `source_unknown`. */
export async function openAskedSource(
  db: Queryable,
  secrets: ConfigBox,
  asked: AskedSource,
): Promise<Source> {
  if ('typed' in asked) return asked.typed
  return (await readSource(db, secrets, asked.id)) ?? (await refuseUnknownConfig(db, 'source', asked.id))
}

/** The same of a destination; fails with `destination_unknown`. */
export async function openAskedDestination(
  db: Queryable,
  secrets: ConfigBox,
  asked: AskedDestination,
): Promise<Pick<Destination, 'region' | 'writeKey'>> {
  if ('typed' in asked) return asked.typed
  return (
    (await readDestination(db, secrets, asked.id)) ?? (await refuseUnknownConfig(db, 'destination', asked.id))
  )
}

/** The same of a channel; fails with `channel_unknown`. */
export async function openAskedChannel(
  db: Queryable,
  secrets: ConfigBox,
  asked: AskedChannel,
): Promise<AlertChannel> {
  if ('typed' in asked) return asked.typed
  return (
    (await readAlertChannel(db, secrets, asked.id)) ?? (await refuseUnknownConfig(db, 'channel', asked.id))
  )
}
