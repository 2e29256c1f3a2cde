import {
  listDestinations,
  type DestinationRecord,
  type Queryable,
  type SecretBox,
} from '@sluice/shared/store'

/** The destinations as they are now, read once and forgotten when one changes. */
export interface Destinations {
  /** null when there is none of that id. */
  find(id: string): Promise<DestinationRecord | null>
  forget(): void
}

/** Destinations over the control database; whoever owns it calls `forget` when it hears of a change. */
export function createDestinations(db: Queryable, secrets: SecretBox): Destinations {
  let reading: Promise<ReadonlyMap<string, DestinationRecord>> | undefined

  const read = async (): Promise<ReadonlyMap<string, DestinationRecord>> =>
    new Map((await listDestinations(db, secrets)).map((destination) => [destination.id, destination]))

  const forget = (): void => {
    reading = undefined
  }
  return {
    forget,
    async find(id) {
      const current = (reading ??= read())
      try {
        return (await current).get(id) ?? null
      } catch (error) {
        // What could not be read is not remembered, unless somebody is reading anew already.
        if (reading === current) forget()
        throw error
      }
    },
  }
}
