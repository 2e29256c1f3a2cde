import { STATE_SCHEMA } from '../delta/state-names.ts'

/** What to do about a text that is not in its encoding. */
export const ENCODING_ADVICE =
  `a text is not in the encoding of the database, or that is SQL_ASCII and the text no UTF-8: convert it in the query, such as ` +
  `convert_from(convert(convert_to(name, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII')`

const ADVICE: readonly (readonly [sqlstate: RegExp, advice: string])[] = [
  [/^57014$/, 'it took longer than the statement_timeout of its source, or was canceled in the warehouse'],
  [
    /^53400$/,
    'it needs more temporary files than temp_file_limit allows: raise that for the user of the connection, or let the query sort and join less',
  ],
  [/^53100$/, 'the disk of the warehouse is full: free some of it, or let the query sort and join less'],
  [/^53/, 'the warehouse has no memory or room for it: give it more, or let the query sort and join less'],
  [
    /^(HV|08|28|3D)/,
    'a foreign server that it reads, or the way there, has failed: is that server up, and are its address and user mapping right?',
  ],
  [
    /^42501$/,
    'a function in it may not do what it does: run it in the warehouse as the user of the connection to see what to grant',
  ],
  [/^25006$/, 'a function in it changes something, which a preview must not'],
  [/^(22021|22P05)$/, ENCODING_ADVICE],
  [
    /^P0/,
    `a function gave up: run the query in the warehouse to see why, which is not shown here; if an event trigger refuses to make tables, let it pass schema ${STATE_SCHEMA}`,
  ],
]

/** What to do about a model's query that failed while it ran, with an SQLSTATE. */
export function adviseOnRun(sqlstate: string): string {
  return (
    ADVICE.find(([pattern]) => pattern.test(sqlstate))?.[1] ??
    'run it in the warehouse to see the row, which is not shown here'
  )
}
