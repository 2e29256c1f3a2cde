import type { RedisAddress, RedisNode } from './redis-address.ts'

/** What is wrong with a `REDIS_URL`, in words that repeat nothing of it. */
export interface RedisUrlMistake {
  readonly mistake: string
}

const EXAMPLES =
  'redis://:password@host:6379, rediss://host:6379/0 or redis+sentinel://host1:26379,host2:26379/primary'
const NO_URL: RedisUrlMistake = {
  mistake: `must be a URL like ${EXAMPLES}; what means something in a URL (@ : / ? # %) is percent-encoded in a password`,
}

const REDIS_PORT = 6_379
const SENTINEL_PORT = 26_379

// Nothing but the end of the user's part is an @: a second one is a password that was not encoded.
const URL_PARTS = /^(rediss?)(\+sentinel)?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(\/[^@?#]*)?(?:\?([^@#]*))?$/
const NODE = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i
const USER_PARAMETERS = ['family']
const SENTINEL_PARAMETERS = [...USER_PARAMETERS, 'sentinel_username', 'sentinel_password']

/**
 * Reads a `REDIS_URL`: one server, the nodes of a cluster with commas between them, or
 * sentinels and the name of their primary.
 */
export function parseRedisUrl(text: string): RedisAddress | RedisUrlMistake {
  const [first, ...others] = text.split(/,\s*(?=rediss?:\/\/)/).map((part) => parseOne(part.trim()))
  if (first === undefined) return NO_URL
  if ('mistake' in first || others.length === 0) return first
  const nodes: RedisNode[] = []
  for (const other of others) {
    if ('mistake' in other) return other
    if (other.kind === 'sentinel' || !isSameAccess(first, other))
      return { mistake: 'names the nodes of a cluster with different protocols, users or passwords' }
    nodes.push(...other.nodes)
  }
  return asCluster({ ...first, nodes: [...first.nodes, ...nodes] })
}

/** The same address, of a cluster, which has one database only. */
export function asCluster(address: RedisAddress): RedisAddress | RedisUrlMistake {
  if (address.kind === 'sentinel')
    return { mistake: 'names sentinels, and the server behind them is a node of a cluster' }
  if (address.database !== 0)
    return { mistake: 'names a database other than 0, and a Redis Cluster has no other' }
  return { ...address, kind: 'cluster' }
}

function parseOne(text: string): RedisAddress | RedisUrlMistake {
  const parts = URL_PARTS.exec(text)
  if (parts === null) return NO_URL
  const [, protocol, sentinel, user = '', hosts = '', path = '', query = ''] = parts
  const isSentinel = sentinel !== undefined
  const nodes = parseNodes(hosts, isSentinel ? SENTINEL_PORT : REDIS_PORT)
  const access = parseUser(user)
  const parameters = parseParameters(query, isSentinel ? SENTINEL_PARAMETERS : USER_PARAMETERS)
  if (nodes === null || access === null) return NO_URL
  if ('mistake' in parameters) return parameters
  const place = isSentinel ? parseSentinelPath(path) : parseDatabasePath(path)
  if ('mistake' in place) return place
  const address: RedisAddress = {
    kind: isSentinel ? 'sentinel' : 'server',
    nodes,
    isTls: protocol === 'rediss',
    ...access,
    ...place,
    ...parameters,
  }
  return nodes.length > 1 && !isSentinel ? asCluster(address) : address
}

function parseNodes(text: string, defaultPort: number): readonly [RedisNode, ...RedisNode[]] | null {
  const nodes: RedisNode[] = []
  for (const part of text.split(',')) {
    const [, address, name, port] = NODE.exec(part) ?? []
    const host = address ?? name
    if (host === undefined || Number(port ?? 0) > 65_535) return null
    nodes.push({ host, port: Number(port ?? defaultPort) })
  }
  const [first, ...others] = nodes
  return first === undefined ? null : [first, ...others]
}

function parseUser(text: string): Pick<RedisAddress, 'username' | 'password'> | null {
  const colon = text.indexOf(':')
  try {
    const username = decodeURIComponent(colon < 0 ? text : text.slice(0, colon))
    const password = colon < 0 ? '' : decodeURIComponent(text.slice(colon + 1))
    return { username: username || null, password: password || null }
  } catch {
    return null
  }
}

type Place = Pick<RedisAddress, 'database' | 'primary'>

function parseDatabasePath(path: string): Place | RedisUrlMistake {
  const database = path.slice(1)
  if (!/^\d{0,5}$/.test(database)) return { mistake: 'must name a database by its number, as in /0' }
  return { database: Number(database), primary: '' }
}

function parseSentinelPath(path: string): Place | RedisUrlMistake {
  const [, primary, database] = /^\/([\w.-]+)(?:\/(\d{0,5}))?$/.exec(path) ?? []
  if (primary === undefined)
    return { mistake: `must end with what the sentinels call their primary, as in ${EXAMPLES}` }
  return { primary, database: Number(database ?? 0) }
}

type Parameters = Pick<RedisAddress, 'family' | 'sentinelUsername' | 'sentinelPassword'>

function parseParameters(query: string, known: readonly string[]): Parameters | RedisUrlMistake {
  const given = new URLSearchParams(query)
  for (const name of given.keys()) {
    if (!known.includes(name))
      return { mistake: `has a parameter that it does not take; it takes ${known.join(', ')}` }
  }
  const family = given.get('family')
  if (family !== null && !['0', '4', '6'].includes(family))
    return { mistake: 'must have 0, 4 or 6 as its family' }
  return {
    family: family === null ? null : Number(family),
    sentinelUsername: given.get('sentinel_username'),
    sentinelPassword: given.get('sentinel_password'),
  }
}

function isSameAccess(one: RedisAddress, other: RedisAddress): boolean {
  const { isTls, username, password } = other
  if (one.isTls !== isTls) return false
  // As the driver does, the user of the first counts for all that name none.
  return (username ?? one.username) === one.username && (password ?? one.password) === one.password
}
