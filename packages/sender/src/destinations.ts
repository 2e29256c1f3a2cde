import { listDestinations, type DestinationRecord, type Queryable } from '@sluice/shared/store'
import type { ConfigBox } from '@sluice/shared/secrets'
import { combineCeilings } from './core/index.ts'
import { createTarget, type Target } from './target.ts'

/** A destination with the target that it shares with every other of the same write key. */
export interface KnownDestination extends DestinationRecord {
  readonly target: Target
}

/** The destinations as they are now, read once and forgotten when one changes. */
export interface Destinations {
  /** null when there is none of that id. */
  find(id: string): Promise<KnownDestination | null>
  /** Ids of all destinations with the write key of this one, its own among them. */
  listSharing(destination: KnownDestination): Promise<readonly string[]>
  forget(): void
}

/** Destinations over the control database; whoever owns it calls `forget` when it hears of a change. */
export function createDestinations(db: Queryable, secrets: ConfigBox): Destinations {
  let reading: Promise<ReadonlyMap<string, KnownDestination>> | undefined

  const read = async (): Promise<ReadonlyMap<string, KnownDestination>> => {
    const records = await listDestinations(db, secrets)
    return new Map(
      records.map((record) => {
        const sharing = records.filter(
          ({ region, writeKey }) => region === record.region && writeKey === record.writeKey,
        )
        return [record.id, { ...record, target: createTarget(record, combineCeilings(sharing)) }]
      }),
    )
  }

  const forget = (): void => {
    reading = undefined
  }
  const readAll = async (): Promise<ReadonlyMap<string, KnownDestination>> => {
    const current = (reading ??= read())
    try {
      return await current
    } catch (error) {
      // What could not be read is not remembered, unless somebody is reading anew already.
      if (reading === current) forget()
      throw error
    }
  }
  return {
    forget,
    find: async (id) => (await readAll()).get(id) ?? null,
    listSharing: async ({ target }) =>
      [...(await readAll()).values()].filter((known) => known.target.id === target.id).map(({ id }) => id),
  }
}
