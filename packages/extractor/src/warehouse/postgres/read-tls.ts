import { readFileSync } from 'node:fs'
import { checkServerIdentity, createSecureContext, type ConnectionOptions } from 'node:tls'
import { types } from 'node:util'
import { SluiceError } from '@sluice/shared/errors'
import type { SourceTls } from '@sluice/shared/domain'

/** What a connection asks of TLS, in libpq's words. */
export type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

/** How a connection is encrypted. */
export interface Tls {
  readonly mode: SslMode
  /** The connection string without what has been read from it here. */
  readonly connectionString: string
  /** Null for `disable`. */
  readonly options: ConnectionOptions | null
}

const MODES: Readonly<Record<string, SslMode>> = {
  disable: 'disable',
  // libpq would try without TLS first: whoever lets it choose is served better the other way round.
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
}
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'ssl', 'uselibpqcompat']

/**
 * Reads what a connection string says of TLS as libpq does: `prefer` unless it says more, `require` encrypts and trusts whoever answers unless a CA is
 * given, `verify-ca` checks the CA, `verify-full` the name of the host too. PEM text of the source goes before files that the string names; without a
 * CA, those that Node knows are trusted. No error quotes the string, a key or a certificate.
 */
export function readTls(connectionString: string, pem: SourceTls | undefined, sourceId: string): Tls {
  const url = parseUrl(connectionString)
  if (url === null) return { mode: 'disable', connectionString, options: null }
  const read = (parameter: string): string | undefined => url.searchParams.get(parameter) ?? undefined
  const word = read('sslmode') ?? (pem === undefined ? 'prefer' : 'verify-full')
  const mode = Object.hasOwn(MODES, word) ? MODES[word] : undefined
  if (mode === undefined) {
    throw denied(
      sourceId,
      'its sslmode is none of disable, allow, prefer, require, verify-ca and verify-full',
    )
  }
  const files = {
    ca: pem?.ca ?? readPem(sourceId, 'sslrootcert', read('sslrootcert')),
    cert: pem?.cert ?? readPem(sourceId, 'sslcert', read('sslcert')),
    key: pem?.key ?? readPem(sourceId, 'sslkey', read('sslkey')),
  }
  const host = url.searchParams.get('host') ?? url.hostname
  for (const parameter of PARAMETERS) url.searchParams.delete(parameter)
  if (mode === 'disable') return { mode, connectionString: url.href, options: null }
  try {
    createSecureContext(files)
  } catch {
    throw denied(
      sourceId,
      'its CA, client certificate and key are no PEM, or the key is not that of the certificate',
    )
  }
  const checksCa = mode === 'verify-ca' || mode === 'verify-full' || files.ca !== undefined
  return {
    mode,
    connectionString: url.href,
    options: {
      ...Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined)),
      rejectUnauthorized: checksCa,
      checkServerIdentity: (_name, certificate) =>
        // The driver tells Node no name where the host is an address.
        mode === 'verify-full' ? checkServerIdentity(stripBrackets(host), certificate) : undefined,
    },
  }
}

function parseUrl(connectionString: string): URL | null {
  try {
    return new URL(connectionString)
  } catch {
    return null
  }
}

function readPem(sourceId: string, parameter: string, path: string | undefined): string | undefined {
  // libpq's word for the CAs of the system.
  if (path === undefined || path === '' || path === 'system') return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = types.isNativeError(error) && 'code' in error ? String(error.code) : 'unknown'
    throw denied(
      sourceId,
      `the file that its ${parameter} names cannot be read (${reason}) where the extractor runs`,
    )
  }
}

function stripBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

function denied(sourceId: string, reason: string): SluiceError {
  return new SluiceError('warehouse_denied', `source ${sourceId}: ${reason}: correct the source's connection`)
}
