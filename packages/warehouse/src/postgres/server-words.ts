import type { DatabaseError } from 'pg'

/**
 * Functions of the server, as it names them in its errors, whose messages speak of
 * users, rights and names that stand in the statement, and never of a value. An SQLSTATE
 * proves nothing: whoever writes a function chooses that, and the message, but not this.
 */
const SPEAKERS = new Set([
  // A right is missing; row-level security stands in the way; the transaction is read-only.
  'aclcheck_error',
  'check_enable_rls',
  'PreventCommandIfReadOnly',
  // Whoever connects is refused.
  'auth_failed',
  'ClientAuthentication',
  'CheckMyDatabase',
  'InitPostgres',
  'InitializeSessionUserId',
])

// Where the statement was at work: not in a function, or in functions in SQL alone,
// whose statements are written down as they are run.
const WITHOUT_VALUES =
  /^(?:(?:SQL function "[^"\n]+" (?:statement \d+|during (?:startup|inlining))|parallel worker)(?:\n|$))*$/

/**
 * True when no row can stand in an error's message: the server itself speaks, of nothing but
 * names and rights, and no function was at work that can make a statement of its own, which
 * could have a row's value for a name. A pooler, which reads no rows, names no function.
 */
export function hasOwnWords({ routine, where, internalQuery }: DatabaseError): boolean {
  if (internalQuery !== undefined || !WITHOUT_VALUES.test(where ?? '')) return false
  return routine === undefined || SPEAKERS.has(routine)
}

// How the server ends a session, or what it is doing.
const ENDERS = new Set(['ProcessInterrupts', 'quickdie'])

/** True when the server, or what stands before it, has ended the session itself, while a statement ran. */
export function hasEndedSession({ code = '', routine }: DatabaseError): boolean {
  return /^(08|57P0|25P03)/.test(code) && (routine === undefined || ENDERS.has(routine))
}
