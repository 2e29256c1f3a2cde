import { readCode } from './classify-error.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'

// What the server says in its own default language; in another, the general advice must do.
const DENIED_OBJECT =
  /^permission denied for (table|view|materialized view|foreign table|schema|database) (\S+)$/

/** What to do about an error that says in the server's own words what is not allowed. */
export function adviseOnDenial(error: Error): string {
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
