import pg from 'pg'

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
