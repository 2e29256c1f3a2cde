import { createRequire } from 'node:module'
import { checkGivenServers, startPostgres } from '../../infra/local/dist/index.js'

const require = createRequire(new URL('../../packages/warehouse/package.json', import.meta.url))
const pg = require('pg')

/**
 * A database of this run's own, on the server that DATABASE_URL names or on a private one that
 * writes to disk as a production server does, with PostgreSQL's default settings; `close` drops it.
 */
export async function openDatabase(say) {
  const given = process.env.DATABASE_URL
  await checkGivenServers({ DATABASE_URL: given })
  const server = given ? { url: given, stop: () => {} } : await startPostgres({ durable: true, log: say })
  const name = `sluice_bench_diff_${process.pid}`
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href
  let client
  const asOwner = async (statement) => {
    const owner = new pg.Client(server.url)
    await owner.connect()
    await owner.query(statement).finally(() => owner.end())
  }
  const close = async () => {
    await client?.end()
    await asOwner(`drop database if exists ${name} with (force)`).catch(() => {})
    await server.stop()
  }
  try {
    await asOwner(`create database ${name}`)
    client = new pg.Client(url)
    await client.connect()
  } catch (error) {
    await close()
    throw error
  }
  return { url, client, close, isGiven: Boolean(given) }
}
