import { types } from 'node:util'
import { SluiceError } from '@sluice/shared/errors'
import { DatabaseError } from 'pg'
import { describeSqlstate } from './sqlstate-names.ts'
import { STATE_SCHEMA } from './state-tables.ts'

/** Which warehouse a message speaks of: never its user or password. */
export interface Place {
  readonly sourceId: string
  /** host:port/database */
  readonly address: string
}

type Trouble = 'unreachable' | 'denied' | 'statement' | 'foreign'

// Connection exceptions, exhausted resources, shutdowns; and conflicts with others that pass by themselves.
const UNREACHABLE_SQLSTATE = /^(08|53|57P0|40001$|40P01$|55P03$)/
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

/** What kind of trouble an error is: with the way to the server, with its rights, with one statement, or not from Postgres at all. */
export function classifyError(error: unknown): Trouble {
  if (!types.isNativeError(error)) return 'foreign'
  const code = readCode(error)
  if (error instanceof DatabaseError) {
    if (UNREACHABLE_SQLSTATE.test(code)) return 'unreachable'
    return DENIED_SQLSTATE.test(code) ? 'denied' : 'statement'
  }
  if (UNREACHABLE_CODES.has(code) || LOST_CONNECTION.test(error.message)) return 'unreachable'
  return DENIED_CODE.test(code) || DENIED_MESSAGE.test(error.message) ? 'denied' : 'foreign'
}

/**
 * Any error met while talking to a warehouse, as the SluiceError that says what to do; what is not from Postgres comes back as it is.
 * Server messages stand in it only where they cannot hold row values.
 */
export function describeServerError(error: unknown, { sourceId, address }: Place): unknown {
  if (error instanceof SluiceError || !types.isNativeError(error)) return error
  const trouble = classifyError(error)
  if (trouble === 'foreign') return error
  return DESCRIPTIONS[trouble](error, `source ${sourceId}: warehouse ${address}`)
}

const DESCRIPTIONS: Readonly<
  Record<Exclude<Trouble, 'foreign'>, (error: Error, place: string) => SluiceError>
> = {
  unreachable(error, place) {
    const code = readCode(error)
    const reason = error instanceof DatabaseError ? describeSqlstate(code) : code || error.message
    const message = `${place} cannot be reached (${reason}): is it up, and is its connection right?`
    return new SluiceError('warehouse_unreachable', message, { cause: error })
  },

  denied(error, place) {
    const message = `${place} refuses: ${lowerFirst(error.message)}; ${adviseOnDenial(error)}`
    return new SluiceError('warehouse_denied', message, { cause: withoutCertificate(error) })
  },

  statement(error, place) {
    const cause = withoutData(error)
    if (readCode(error) !== '57014')
      return new SluiceError('unexpected', `${place} failed a statement of Sluice (${cause.message})`, {
        cause,
      })
    const message = `${place} canceled a statement (${cause.message}): is its statement timeout long enough?`
    return new SluiceError('warehouse_unreachable', message, { cause })
  },
}

/**
 * The error of a model's query that the server would not parse or plan; `offset` is where in the parsed text the query begins.
 * At this point no row has been read, so the server's message speaks of the query alone.
 */
export function describeQueryError(error: unknown, modelId: string, query: string, offset = 0): unknown {
  if (!(error instanceof DatabaseError) || classifyError(error) !== 'statement') return error
  const position = Number(error.position ?? 0) - offset
  const line = position > 0 ? `, query line ${findLine(query, position)}` : ''
  const hint = error.hint === undefined ? '' : ` (${lowerFirst(error.hint)})`
  return new SluiceError('query_invalid', `model ${modelId}${line}: ${lowerFirst(error.message)}${hint}`, {
    cause: error,
  })
}

/** The error of a model's query that failed while it ran: the server's message may hold row values and is left out. */
export function describeRunError(error: unknown, modelId: string): unknown {
  if (!(error instanceof DatabaseError) || classifyError(error) !== 'statement') return error
  const advice =
    error.code === '57014'
      ? 'it took longer than the statement_timeout of its source, or was canceled in the warehouse'
      : 'run it in the warehouse to see the row, which is not shown here'
  const message = `model ${modelId}: the query failed while it ran (${describeSqlstate(readCode(error))}): ${advice}`
  return new SluiceError('query_failed', message, { cause: withoutData(error) })
}

/** The line, from 1, of a position that counts characters from 1, as Postgres does. */
export function findLine(query: string, position: number): number {
  return Array.from(query)
    .slice(0, position - 1)
    .join('')
    .split('\n').length
}

// What the server says in its own default language; in another, the general advice must do.
const DENIED_OBJECT =
  /^permission denied for (table|view|materialized view|foreign table|schema|database) (\S+)$/

function adviseOnDenial(error: Error): string {
  const code = readCode(error)
  const [, kind, name] = DENIED_OBJECT.exec(error.message) ?? []
  if (name === STATE_SCHEMA) return `grant usage, create on schema ${name} to the user of the connection`
  if (kind === 'database')
    return `create schema ${STATE_SCHEMA} there, and grant usage, create on it to the user of the connection`
  if (kind === 'schema') return `grant usage on schema ${name} to the user of the connection`
  if (kind !== undefined) return `grant select on ${name} to the user of the connection`
  if (code === '25006') return 'Sluice needs a server that can be written to, for its schema _sluice'
  if (code === '42501')
    return 'the user of the connection must be able to read what the model reads, and to make tables in a schema _sluice'
  return "check the source's connection"
}

/** An error without the server's message, detail and context, in which row values may stand; what logs an error logs its cause too. */
function withoutData(error: Error): Error {
  const safe = new Error(describeSqlstate(readCode(error)))
  return Object.assign(safe, { name: 'PostgresError', code: readCode(error) })
}

/** An error of TLS without the server's certificate, whose chain ends in itself: not everything that writes an error can write that. */
function withoutCertificate(error: Error): Error {
  return 'cert' in error ? Object.assign(new Error(error.message), { code: readCode(error) }) : error
}

function readCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function lowerFirst(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  // A name such as SASL or WITH keeps its capitals.
  return /^[A-Z][a-z]/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line
}
