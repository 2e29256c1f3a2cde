import type { ClientConfig } from 'pg'
import { POSTGRES_PARAMETERS, type Given, type UrlTls } from './postgres-parameters.ts'
import { joinSslModes, type SslMode } from './ssl-mode.ts'

/** A connection URL, understood to its last parameter. */
export interface PostgresUrl {
  /** Host, user, password and what else the driver is to be told, TLS left aside. */
  readonly client: ClientConfig
  /** What the URL asks of TLS; null when it says nothing of it. */
  readonly sslMode: SslMode | null
  readonly tls: UrlTls
  /** True when the URL asks for libpq's reading of `sslmode` by name. */
  readonly isLibpq: boolean
}

/**
 * Why a URL was not understood: the rest of a sentence that begins with its name. It
 * holds nothing of the URL but the name of a parameter.
 */
export interface UrlMistake {
  readonly mistake: string
}

const SHAPE =
  /^postgres(?:ql)?:\/\/(?<authority>[^/?#]*)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?(?<fragment>#.*)?$/is
const AUTHORITY =
  /^(?:(?<user>[^:]*)(?::(?<password>.*))?@)?(?<host>\[[^\]@]*\]|[^:@]*)(?::(?<port>[^@]*))?$/s
const EXPECTED = 'expected postgres://user:password@host:port/database'
const ENCODE =
  'percent-encode / ? # @ and % in its user and password (/ is %2F, ? is %3F, # is %23, @ is %40)'
const PARAMETER_NAME = /^[a-z][a-z_]{1,39}$/
// Letters of any script, as hosts may have; an address in brackets, or a path of a socket.
const HOST = /^(?:[\p{L}\p{N}._-]*|\[[0-9a-f:.]+(?:%[\w.]+)?\]|\/.*)$/iu
const LONGEST_PORT = 65_535

/**
 * Reads a connection URL as libpq and the driver do, and refuses what cannot be heeded
 * instead of passing it over: parameters of any case, by name. Nothing of a URL that
 * was not understood is told, since a part of its password may stand anywhere in it.
 */
export function parsePostgresUrl(url: string): PostgresUrl | UrlMistake {
  const parts = SHAPE.exec(url.trim())?.groups
  if (parts === undefined) return { mistake: `cannot be read: ${EXPECTED}` }
  const { authority = '', path = '', query = '', fragment } = parts
  if (fragment !== undefined || path.includes('@')) return { mistake: `cannot be read: ${ENCODE}` }
  const server = AUTHORITY.exec(authority)?.groups
  if (server === undefined) return { mistake: `cannot be read: ${EXPECTED}; ${ENCODE}` }

  const given = readParameters(query)
  if ('mistake' in given) return given
  const named: ClientConfig = Object.assign({}, ...given.map(({ client }) => client))
  const host = named.host ?? decode(server['host'] ?? '')
  if (host.includes(','))
    return { mistake: 'names more than one host, of which the driver takes one: name one' }
  if (!HOST.test(host))
    return { mistake: `cannot be read, its host has a character that no host has: ${EXPECTED}; ${ENCODE}` }
  const port = server['port'] ?? ''
  if (!/^\d*$/.test(port) || Number(port) > LONGEST_PORT || (named.port ?? 1) > LONGEST_PORT)
    return { mistake: `cannot be read, its port is no number: ${EXPECTED}; ${ENCODE}` }

  const sslMode = joinSslModes(
    given.map(({ mode }) => mode).find((mode) => mode !== undefined),
    given.map(({ switched }) => switched).find((switched) => switched !== undefined),
  )
  if (sslMode === undefined)
    return { mistake: 'says two things of TLS, by ssl and by sslmode: leave ssl out' }
  if (named.sslnegotiation === 'direct' && !isCertain(sslMode))
    return { mistake: 'has a parameter sslnegotiation that needs TLS for certain: add sslmode=verify-full' }
  const database = named.database ?? decode(path.slice(1))
  return {
    client: {
      ...pickGiven({
        user: decode(server['user'] ?? ''),
        password: decode(server['password'] ?? ''),
        port: port === '' ? undefined : Number(port),
      }),
      ...named,
      ...pickGiven({ host: host.replace(/^\[(.*)\]$/, '$1'), database }),
    },
    sslMode,
    tls: Object.assign({}, ...given.map(({ tls }) => tls)),
    isLibpq: given.some(({ isLibpq }) => isLibpq === true),
  }
}

function readParameters(query: string): readonly Given[] | UrlMistake {
  const given: Given[] = []
  const names = new Set<string>()
  for (const [written, value] of new URLSearchParams(query)) {
    const name = written.trim().toLowerCase()
    const read = Object.hasOwn(POSTGRES_PARAMETERS, name) ? POSTGRES_PARAMETERS[name] : undefined
    if (read === undefined) {
      // What stands here may be the rest of a password.
      const isWord = PARAMETER_NAME.test(name) && !query.includes('@') && query.includes('=')
      return {
        mistake: isWord
          ? `has a parameter ${name} that PostgreSQL does not know: leave it out`
          : `has a parameter whose name is none: ${ENCODE}`,
      }
    }
    if (names.has(name)) return { mistake: `has a parameter ${name} twice: write it once` }
    names.add(name)
    const meant = read(value)
    if (typeof meant === 'string') return { mistake: `has a parameter ${name} ${meant}` }
    given.push(meant)
  }
  return given
}

function isCertain(mode: SslMode | null): boolean {
  return mode !== null && mode !== 'disable' && mode !== 'prefer'
}

/** Without what is empty: the driver has its own way to fill that in. */
function pickGiven(values: ClientConfig): ClientConfig {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
}

/** Percent-decoded; a % that begins no code is itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))
  } catch {
    return text
  }
}
