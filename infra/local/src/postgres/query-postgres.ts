import { Client } from 'pg'

const CONNECT_PATIENCE_MS = 5_000

/** Connects, asks one question and hangs up. Rejects with the driver's error. */
export async function queryPostgres(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_PATIENCE_MS })
  // A connection that breaks after its answer is of no interest.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>(text)
    return rows
  } finally {
    await client.end()
  }
}
