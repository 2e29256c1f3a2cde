import type { ClientConfig } from 'pg'
import { readSslMode, readSslSwitch, type SslMode } from './ssl-mode.ts'

/** What one parameter of a URL says. */
export interface Given {
  /** For the driver, as it is. */
  readonly client?: ClientConfig
  readonly mode?: SslMode
  readonly switched?: SslMode
  /** Files and settings of TLS. */
  readonly tls?: UrlTls
  /** True for whoever wants libpq's reading of `sslmode` from a driver that has one of its own. */
  readonly isLibpq?: boolean
}

/** What a URL says of TLS beside its mode; files by their path. */
export interface UrlTls {
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  readonly passphrase?: string
  readonly minVersion?: TlsVersion
  readonly maxVersion?: TlsVersion
}

type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** What a value means, or a line that says why it cannot be heeded: it ends the sentence "has a parameter x". */
type Reader = (value: string) => Given | string

const MODES = 'disable, allow, prefer, require, verify-ca and verify-full'

const refused =
  (reason: string): Reader =>
  () =>
    reason
/** For a parameter that may say what is so anyhow. */
const only =
  (values: readonly string[], reason: string): Reader =>
  (value) =>
    values.includes(value.toLowerCase()) ? {} : reason
const number =
  (take: (value: number) => ClientConfig): Reader =>
  (value) =>
    /^\d{1,9}$/.test(value) ? { client: take(Number(value)) } : 'that is no whole number'
const text =
  (take: (value: string) => ClientConfig): Reader =>
  (value) => ({ client: take(value) })
const file =
  (take: (path: string) => UrlTls): Reader =>
  (value) =>
    // libpq's word for the CAs of the system.
    value === '' || value === 'system' ? {} : { tls: take(value) }
const version =
  (take: (version: TlsVersion) => UrlTls): Reader =>
  (value) => {
    const known = (['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const).find(
      (each) => each.toLowerCase() === value.toLowerCase(),
    )
    return known === undefined ? 'that is none of TLSv1, TLSv1.1, TLSv1.2 and TLSv1.3' : { tls: take(known) }
  }

const NO_KERBEROS = refused('for Kerberos, which the driver cannot speak: sign in by password or certificate')
const NO_OAUTH = refused('for OAuth, which the driver cannot speak: sign in by password or certificate')
const NO_FILE = refused('that names a file which only libpq reads: write what it says into the URL')
const NO_CRL = refused(
  'that the driver cannot check: have the CA in sslrootcert trust nothing that is revoked',
)
const NO_SOCKET_OPTION = refused(
  'that the driver cannot set: have the server probe by options=-c%20tcp_keepalives_interval=… and the like',
)
const ONE_PROTOCOL = only(['3.0'], 'for a protocol that the driver cannot speak: leave it out')

/**
 * Every parameter of a URL that libpq or the driver knows: what is understood, and what is not with the
 * reason. None is passed over. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
 */
export const POSTGRES_PARAMETERS: Readonly<Record<string, Reader>> = {
  host: text((host) => ({ host })),
  port: number((port) => ({ port })),
  user: text((user) => ({ user })),
  password: text((password) => ({ password })),
  dbname: text((database) => ({ database })),
  application_name: text((application_name) => ({ application_name })),
  fallback_application_name: text((fallback_application_name) => ({ fallback_application_name })),
  options: text((options) => ({ options })),
  connect_timeout: number((seconds) => (seconds === 0 ? {} : { connectionTimeoutMillis: seconds * 1_000 })),
  keepalives: (value) =>
    ['0', '1'].includes(value) ? { client: { keepAlive: value === '1' } } : 'that is neither 0 nor 1',
  keepalives_idle: number((seconds) => ({ keepAliveInitialDelayMillis: seconds * 1_000 })),
  statement_timeout: number((statement_timeout) => ({ statement_timeout })),
  lock_timeout: number((lock_timeout) => ({ lock_timeout })),
  idle_in_transaction_session_timeout: number((idle_in_transaction_session_timeout) => ({
    idle_in_transaction_session_timeout,
  })),
  client_encoding: only(
    ['utf8', 'utf-8', 'unicode', 'auto'],
    'for an encoding other than UTF8, the only one that the driver reads: leave it out',
  ),

  sslmode: (value) => {
    const mode = readSslMode(value)
    return mode === undefined ? `that is none of ${MODES}` : { mode }
  },
  ssl: (value) => {
    const switched = readSslSwitch(value)
    return switched === undefined
      ? `that is neither true nor false: write sslmode, one of ${MODES}`
      : { switched }
  },
  requiressl: (value) =>
    ['0', '1'].includes(value)
      ? { switched: value === '1' ? 'require' : 'prefer' }
      : `that is neither 0 nor 1: write sslmode, one of ${MODES}`,
  sslrootcert: file((caFile) => ({ caFile })),
  sslcert: file((certFile) => ({ certFile })),
  sslkey: file((keyFile) => ({ keyFile })),
  sslpassword: (passphrase) => ({ tls: { passphrase } }),
  ssl_min_protocol_version: version((minVersion) => ({ minVersion })),
  ssl_max_protocol_version: version((maxVersion) => ({ maxVersion })),
  sslnegotiation: (value) =>
    value === 'postgres' || value === 'direct'
      ? { client: { sslnegotiation: value } }
      : 'that is neither postgres nor direct',
  uselibpqcompat: (value) => ({ isLibpq: value === 'true' }),
  sslcompression: only(['0'], 'that asks to compress what is encrypted, which nobody should: leave it out'),
  sslsni: only(
    ['1'],
    'that hides the name of the host from the server, which the driver always tells: leave it out',
  ),
  sslcertmode: only(['allow'], 'that the driver cannot heed: give sslcert and sslkey, or leave them out'),
  sslcrl: NO_CRL,
  sslcrldir: NO_CRL,
  sslkeylogfile: refused('that would write down the keys of the connection: leave it out'),
  channel_binding: (value) =>
    value === 'prefer' || value === 'disable'
      ? { client: { enableChannelBinding: value === 'prefer' } }
      : 'that the driver cannot insist on: write prefer, and sslmode=verify-full to know who the server is',
  gssencmode: only(
    ['disable', 'prefer'],
    'that asks for Kerberos, which the driver cannot speak: ask for TLS by sslmode',
  ),
  krbsrvname: NO_KERBEROS,
  gsslib: NO_KERBEROS,
  gssdelegation: only(['0'], 'for Kerberos, which the driver cannot speak'),
  require_auth: refused('that the driver cannot insist on: sslmode=verify-full proves who the server is'),
  requirepeer: refused('that the driver cannot check: leave it out'),
  scram_client_key: refused('in place of a password, which the driver needs: write the password'),
  scram_server_key: refused('in place of a password, which the driver needs: write the password'),
  oauth_issuer: NO_OAUTH,
  oauth_client_id: NO_OAUTH,
  oauth_client_secret: NO_OAUTH,
  oauth_scope: NO_OAUTH,

  target_session_attrs: only(
    // Whoever is no server to write to is told so by the first statement that writes.
    ['any', 'read-write', 'primary'],
    'for a server that cannot be written to, where Sluice keeps its state: write read-write, or leave it out',
  ),
  load_balance_hosts: only(['disable'], 'for several hosts, of which the driver takes one: leave it out'),
  hostaddr: refused('that the driver cannot heed: write the address as the host'),
  keepalives_interval: NO_SOCKET_OPTION,
  keepalives_count: NO_SOCKET_OPTION,
  tcp_user_timeout: NO_SOCKET_OPTION,
  replication: only(
    ['false', 'off', 'no', '0'],
    'for a connection that replicates and runs no queries: leave it out',
  ),
  min_protocol_version: ONE_PROTOCOL,
  max_protocol_version: only(['3.0', 'latest'], 'for a protocol that the driver cannot speak: leave it out'),
  passfile: NO_FILE,
  service: NO_FILE,
  servicefile: NO_FILE,
  query_timeout: refused('that leaves the statement running in the server: write statement_timeout'),
}
