import type { Redis } from 'ioredis'

/** What the driver keeps to itself: who listens to sentinels on behalf of one connection to a primary. */
interface Inside {
  readonly connector?: { readonly failoverDetector?: { cleanup(): void } | null }
}

/**
 * Has the failover detector of a connection end with that connection. The driver keeps it until the next one is
 * connected, and a fail-over that it tells of while the next one is being made ends the client for good
 * (redis/ioredis#2198, merged after 5.11.1 and 6.0.0, does the same within the driver).
 */
export function endFailoverDetector(client: Redis): void {
  client.on('close', () => (client as unknown as Inside).connector?.failoverDetector?.cleanup())
}
