import { waitFor } from '@sluice/shared/testing'
import { Client } from 'pg'

const DISCONNECT = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname is not null and pid <> pg_backend_pid()`

/** Runs statements over a maintenance connection of the server, so that nobody is in the database that is meant. */
export async function maintainServer(url: string, ...statements: readonly string[]): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/template1'
  const client = new Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Copies a database of the server as it is, after everybody was thrown out. */
export async function copyDatabase(url: string, from: string, to: string): Promise<void> {
  await waitFor('the copy', async () => {
    try {
      await maintainServer(url, DISCONNECT, `create database ${to} template ${from}`)
      return true
    } catch (error) {
      // A worker was quick to come back.
      if ((error as { code?: string }).code === '55006') return false
      throw error
    }
  })
}
