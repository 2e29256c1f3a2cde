import { Cluster } from './ioredis.ts'
import type { RedisConnection } from './open-client.ts'

/** A connection to each server that holds keys of its own: the one that there is, or the primaries of a cluster. */
export function listPrimaries(connection: RedisConnection) {
  return connection instanceof Cluster ? connection.nodes('master') : [connection]
}
