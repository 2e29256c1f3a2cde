import { randomBytes } from 'node:crypto'
import { runStatements } from './run-statements.mjs'

/** A database of a name that nobody else has, on a server that may be somebody's own; `drop` removes it. */
export async function createDatabase(serverUrl) {
  const name = `sluice_benchmark_${randomBytes(6).toString('hex')}`
  await runStatements(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runStatements(serverUrl, `drop database ${name} with (force)`) }
}
