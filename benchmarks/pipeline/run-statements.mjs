import { createRequire } from 'node:module'

const pg = createRequire(new URL('../../packages/shared/package.json', import.meta.url))('pg')

/** Runs statements on a connection of their own; the rows of the last one. */
export async function runStatements(url, ...statements) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let result = { rows: [] }
    for (const statement of statements) result = await client.query(statement)
    return result.rows
  } finally {
    await client.end()
  }
}
