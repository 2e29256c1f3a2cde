import type { ClientBase } from 'pg'

/**
 * True when a pooler such as PgBouncer stands between: what it calls the process behind
 * a connection is a number of its own. Behind one, the next transaction may run in
 * another session, which knows no statement by the name that this one has given it.
 */
export async function isPooled(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  // The driver keeps what the server said at the start, and its types leave it out.
  return rows[0]?.pid !== (client as ClientBase & { readonly processID: number | null }).processID
}
