import { randomBytes } from 'node:crypto'
import { runStatements } from './run-statements.ts'

/** Two databases of the demo's own on a server: the control database and the warehouse. */
export interface DemoDatabases {
  readonly controlUrl: string
  readonly warehouseUrl: string
  drop(): Promise<void>
}

/** Creates them under names that nobody else has; the server may be somebody's own. */
export async function createDemoDatabases(serverUrl: string): Promise<DemoDatabases> {
  const mark = randomBytes(4).toString('hex')
  const control = `sluice_demo_${mark}_control`
  const warehouse = `sluice_demo_${mark}_warehouse`
  await runStatements(serverUrl, [`create database ${control}`, `create database ${warehouse}`])
  return {
    controlUrl: nameDatabase(serverUrl, control),
    warehouseUrl: nameDatabase(serverUrl, warehouse),
    drop: () =>
      runStatements(serverUrl, [
        `drop database if exists ${control} with (force)`,
        `drop database if exists ${warehouse} with (force)`,
      ]),
  }
}

function nameDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
