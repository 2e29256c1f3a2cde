/** A host and a port. */
export interface RedisNode {
  /** A name, or an IP address without brackets. */
  readonly host: string
  readonly port: number
}

/** Where Redis is, as a `REDIS_URL` says it. */
export interface RedisAddress {
  /**
   * `server` is one endpoint, which may turn out to be that of a cluster; the nodes of `sentinel` are the sentinels.
   */
  readonly kind: 'server' | 'cluster' | 'sentinel'
  readonly nodes: readonly [RedisNode, ...RedisNode[]]
  readonly isTls: boolean
  readonly username: string | null
  readonly password: string | null
  readonly database: number
  /** What the sentinels call the primary; empty for the other kinds. */
  readonly primary: string
  readonly sentinelUsername: string | null
  readonly sentinelPassword: string | null
  /** 4 or 6: only addresses of that kind; 0 takes either; null is the driver's default. */
  readonly family: number | null
}

/** Hosts and ports, without user or password. */
export function formatAddress({ nodes, primary }: RedisAddress): string {
  const places = nodes.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(',')
  return primary === '' ? places : `${primary} of the sentinels ${places}`
}
