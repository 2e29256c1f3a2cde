import { SluiceError } from '@sluice/shared/errors'
import { DatabaseError } from 'pg'
import { readCode } from './classify-error.ts'
import { lowerFirst, withoutData } from './create-server-error.ts'
import { adviseOnRun } from './run-advice.ts'
import { hasEndedSession, hasOwnWords } from './server-words.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'

// Conflicts with others pass by themselves.
const CONFLICT_SQLSTATE = /^(40001|40P01|55P03)$/
const LOCKS_ROWS = /\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b/i

/**
 * The error of a model's query that failed while it ran or was planned. Both run functions, which may raise any
 * SQLSTATE with a row's value in the message, so that is left out unless the server itself speaks of rights. What
 * such a statement raised is the model's, and fails the sync at once; only a session that has ended is the server's.
 */
export function createRunError(error: unknown, modelId: string, query = ''): unknown {
  if (!(error instanceof DatabaseError)) return error
  const code = readCode(error)
  if (hasEndedSession(error) || CONFLICT_SQLSTATE.test(code)) return error
  if (code === '25006' && hasOwnWords(error)) {
    const message = `model ${modelId}: the query changes something, which a preview must not (${lowerFirst(error.message)}): try it without that`
    return new SluiceError('query_failed', message, { cause: error })
  }
  if (code === '42501' && hasOwnWords(error)) {
    const [clause] = LOCKS_ROWS.exec(query) ?? []
    if (clause === undefined || error.message.includes(STATE_SCHEMA)) return error
    const message =
      `model ${modelId}: ${lowerFirst(error.message)}: ${clause.toLowerCase().replaceAll(/\s+/g, ' ')} in the query takes the right to update: ` +
      `leave it out, since a sync reads one snapshot anyway; if the user of the connection may not even read it, grant select`
    return new SluiceError('warehouse_denied', message, { cause: error })
  }
  const cause = withoutData(error)
  const message = `model ${modelId}: the query failed while it ran (${cause.message}): ${adviseOnRun(code)}`
  return new SluiceError('query_failed', message, { cause })
}
