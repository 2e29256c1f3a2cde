import { readFileSync } from 'node:fs'
import { checkServerIdentity, createSecureContext, type ConnectionOptions } from 'node:tls'
import { isError } from '../errors/index.ts'
import type { PostgresUrl, UrlMistake } from './parse-postgres-url.ts'
import type { SslMode } from './ssl-mode.ts'

/** PEM texts, which go before the files that a URL names. */
export interface TlsTexts {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

/** How a connection is encrypted. */
export interface Tls {
  readonly mode: SslMode
  /** Null for `disable`. */
  readonly options: ConnectionOptions | null
}

/**
 * The TLS of a connection, as libpq reads it: `require` encrypts and trusts whoever answers unless
 * a CA is given, `verify-ca` checks the CA, `verify-full` the name of the host too. Without a CA,
 * those that Node knows are trusted. Files are read here; nothing of a key or certificate is told.
 */
export function readTls(url: PostgresUrl, mode: SslMode, texts: TlsTexts = {}): Tls | UrlMistake {
  try {
    const files = {
      ca: texts.ca ?? readPem('sslrootcert', url.tls.caFile),
      cert: texts.cert ?? readPem('sslcert', url.tls.certFile),
      key: texts.key ?? readPem('sslkey', url.tls.keyFile),
    }
    if (mode === 'disable') return { mode, options: null }
    const { passphrase, minVersion, maxVersion } = url.tls
    const given = dropUndefined({ ...files, passphrase, minVersion, maxVersion })
    if (!isUsable(given))
      return {
        mistake:
          'has a CA, client certificate and key that are no PEM, or the key is not that of the certificate',
      }
    const checksCa =
      mode === 'verify-ca' || mode === 'verify-full' || (mode !== 'no-verify' && files.ca !== undefined)
    const host = url.client.host ?? 'localhost'
    return {
      mode,
      options: {
        ...given,
        rejectUnauthorized: checksCa,
        checkServerIdentity: (_name, certificate) =>
          // The driver tells Node no name where the host is an address.
          mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
      },
    }
  } catch (error) {
    if (error instanceof UnreadableFile) return { mistake: error.message }
    throw error
  }
}

class UnreadableFile extends Error {}

function readPem(parameter: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = isError(error) && 'code' in error ? String(error.code) : 'unknown'
    throw new UnreadableFile(
      `has a parameter ${parameter} whose file cannot be read (${reason}) where this process runs`,
    )
  }
}

function isUsable(options: ConnectionOptions): boolean {
  try {
    createSecureContext(options)
    return true
  } catch {
    return false
  }
}

function dropUndefined(options: ConnectionOptions): ConnectionOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
