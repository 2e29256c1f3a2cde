import { types } from 'node:util'
import { DatabaseError } from 'pg'

/**
 * What kind of error it is: with the way to the server; with what it has to do just
 * now, which passes; with its rights; with one statement; or not from Postgres at all.
 */
export type FailureKind = 'unreachable' | 'busy' | 'denied' | 'statement' | 'foreign'

// Connection exceptions, no room for one more, shutdowns, a transaction that stood still for too long.
const UNREACHABLE_SQLSTATE = /^(08|53300$|57P0|25P03$)/
// Exhausted resources, a canceled statement, conflicts with others.
const BUSY_SQLSTATE = /^(53|57014$|40001$|40P01$|55P03$)/
// Wrong user or password, missing rights, no such database, a read-only server.
const DENIED_SQLSTATE = /^(28|42501$|3D000$|25006$)/
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
])
const LOST_CONNECTION =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable|client was closed/i
// TLS and the exchange of passwords; these messages of pg and Node hold no secret.
const DENIED_CODE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/
const DENIED_MESSAGE = /^SASL|support SSL connections|establishing an SSL connection/

/** What kind of error it is that was met while talking to a warehouse. */
export function classifyError(error: unknown): FailureKind {
  if (!types.isNativeError(error)) return 'foreign'
  const code = readCode(error)
  if (error instanceof DatabaseError) {
    if (UNREACHABLE_SQLSTATE.test(code)) return 'unreachable'
    if (BUSY_SQLSTATE.test(code)) return 'busy'
    return DENIED_SQLSTATE.test(code) ? 'denied' : 'statement'
  }
  if (UNREACHABLE_CODES.has(code) || LOST_CONNECTION.test(error.message)) return 'unreachable'
  return DENIED_CODE.test(code) || DENIED_MESSAGE.test(error.message) ? 'denied' : 'foreign'
}

/** The SQLSTATE of an error of the server, or Node's code of one of the network; empty when it has none. */
export function readCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
