import { types } from 'node:util'
import { SluiceError } from '@sluice/shared/errors'
import { DatabaseError } from 'pg'
import { adviseOnDenial } from './advise-on-denial.ts'
import { classifyError, readCode, type FailureKind } from './classify-error.ts'
import { ENCODING_ADVICE } from './run-advice.ts'
import { hasOwnWords } from './server-words.ts'
import { formatSqlstate } from './sqlstate-names.ts'
import type { Place } from '../delta/place.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'

/**
 * Any error met while talking to a warehouse, as the SluiceError that says what to do; what is not from
 * Postgres comes back as it is. Server messages stand in it only where they cannot hold row values.
 */
export function createServerError(error: unknown, { sourceId, address }: Place): unknown {
  if (error instanceof SluiceError || !types.isNativeError(error)) return error
  const kind = classifyError(error)
  if (kind === 'foreign') return error
  return DESCRIPTIONS[kind](error, `source ${sourceId}: warehouse ${address}`)
}

const DESCRIPTIONS: Readonly<
  Record<Exclude<FailureKind, 'foreign'>, (error: Error, place: string) => SluiceError>
> = {
  unreachable(error, place) {
    const isOfServer = error instanceof DatabaseError
    const cause = isOfServer ? withoutData(error) : error
    const reason = isOfServer ? cause.message : readCode(error) || error.message
    const message =
      readCode(error) === '53300'
        ? `${place} has no connection left (${reason}): raise its max_connections, or the connection limit of the user or the database`
        : `${place} cannot be reached (${reason}): is it up, and is its connection right?`
    return new SluiceError('warehouse_unreachable', message, { cause })
  },

  busy(error, place) {
    const cause = withoutData(error)
    const message = `${place} cannot do it now (${cause.message}): ${BUSY_ADVICE[readCode(error)] ?? BUSY}`
    return new SluiceError('warehouse_busy', message, { cause })
  },

  denied(error, place) {
    if (error instanceof DatabaseError && !hasOwnWords(error)) return createRefusalError(error, place)
    const message = `${place} refuses: ${lowerFirst(error.message)}; ${adviseOnDenial(error)}`
    return new SluiceError('warehouse_denied', message, { cause: withoutCertificate(error) })
  },

  statement(error, place) {
    const code = readCode(error)
    const cause = withoutData(error)
    if (code === '22021' || code === '22P05')
      return new SluiceError('query_failed', `${place} (${cause.message}): ${ENCODING_ADVICE}`, { cause })
    // Whatever of its users' functions was at work: of Sluice's own, only triggers can run any.
    if (error instanceof DatabaseError && error.where !== undefined) return createRefusalError(error, place)
    return new SluiceError('unexpected', `${place} failed a statement of Sluice (${cause.message})`, {
      cause,
    })
  },
}

const BUSY = 'it is tried again'
const BUSY_ADVICE: Readonly<Record<string, string>> = {
  '53100': 'its disk is full: free some of it',
  '57014': 'a statement of Sluice was canceled: is the statement_timeout of the user long enough?',
  '55P03': 'another transaction holds a lock: it is tried again',
}

function createRefusalError(error: DatabaseError, place: string): SluiceError {
  const cause = withoutData(error)
  const message =
    `${place} refuses a statement of Sluice (${cause.message}): a function there, such as that of an event trigger, does not let it pass; ` +
    `have it leave schema ${STATE_SCHEMA} alone`
  return new SluiceError('warehouse_denied', message, { cause })
}

/**
 * An error without the server's message, detail and context, in which row values may
 * stand; what logs an error logs its cause too.
 */
export function withoutData(error: Error): Error {
  const safe = new Error(formatSqlstate(readCode(error)))
  return Object.assign(safe, { name: 'PostgresError', code: readCode(error) })
}

/**
 * An error of TLS without the server's certificate, whose chain ends in itself: not
 * everything that writes an error can write that.
 */
function withoutCertificate(error: Error): Error {
  return 'cert' in error ? Object.assign(new Error(error.message), { code: readCode(error) }) : error
}

/** A message of the server as a part of one of ours: one line, which begins in lower case. */
export function lowerFirst(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  // A name such as SASL or WITH keeps its capitals.
  return /^[A-Z][a-z]/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line
}
