import type { ClientConfig } from 'pg'
import { parsePostgresUrl, readTls, type SslMode, type UrlMistake } from '../../connection/index.ts'
import { SluiceError } from '../../errors/index.ts'

/**
 * What a DATABASE_URL says, for the driver. Whoever asks for TLS is given the whole of it,
 * the check of the server's name included, whatever the word; only `uselibpqcompat=true`
 * asks for libpq's weaker meanings, and nothing asked for is no TLS.
 */
export function readDatabaseUrl(databaseUrl: string): ClientConfig {
  const url = parsePostgresUrl(databaseUrl)
  if ('mistake' in url) throw refuse(url)
  const tls = readTls(url, url.isLibpq ? (url.sslMode ?? 'disable') : chooseMode(url.sslMode))
  if ('mistake' in tls) throw refuse(tls)
  return { ...url.client, ssl: tls.options ?? false }
}

function chooseMode(asked: SslMode | null): SslMode {
  if (asked === null || asked === 'disable') return 'disable'
  return asked === 'no-verify' ? asked : 'verify-full'
}

function refuse({ mistake }: UrlMistake): SluiceError {
  return new SluiceError('environment_invalid', `DATABASE_URL ${mistake}`)
}
