/** How much may be sent in a second under one write key, by all senders together. */
export interface Budget {
  /** null for as many as the requests hold. */
  readonly eventsPerSecond: number | null
  readonly requestsPerSecond: number
}

/** What a destination says of its ceilings. */
export interface Ceilings {
  readonly enabled: boolean
  readonly eventsPerSecond: number | null
  readonly requestsPerSecond: number | null
}

/**
 * Segment's recommendation for a workspace
 * (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#rate-limits).
 */
export const REQUESTS_PER_SECOND = 1_000

/** Without any ceiling of its own. */
export const DEFAULT_BUDGET: Budget = { eventsPerSecond: null, requestsPerSecond: REQUESTS_PER_SECOND }

/**
 * The budget of a write key that these destinations share: the lowest ceiling of those that are switched
 * on. A ceiling protects what lies behind the key, and that does not grow with the number of destinations.
 */
export function combineCeilings(destinations: readonly Ceilings[]): Budget {
  const enabled = destinations.filter((destination) => destination.enabled)
  const findLowest = (ceilings: readonly (number | null)[]): number | null => {
    const given = ceilings.filter((ceiling) => ceiling !== null)
    return given.length === 0 ? null : Math.min(...given)
  }
  return {
    eventsPerSecond: findLowest(enabled.map(({ eventsPerSecond }) => eventsPerSecond)),
    requestsPerSecond:
      findLowest(enabled.map(({ requestsPerSecond }) => requestsPerSecond)) ?? REQUESTS_PER_SECOND,
  }
}
