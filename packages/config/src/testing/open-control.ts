import { randomBytes } from 'node:crypto'
import { createSecretBox, type KeyedBox } from '@sluice/shared/secrets'
import { openDatabase, type Database } from '@sluice/shared/store'
import { createControlDatabase, readTestServers } from '@sluice/shared/testing'

/** A control database without config, and a box of its own. */
export interface TestControl {
  readonly db: Database
  readonly secrets: KeyedBox
  close(): Promise<void>
}

/** Opens a control database that is gone again after `close`. */
export async function openControl(): Promise<TestControl> {
  const testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  const db = openDatabase({ url: testDatabase.url, applicationName: 'config test' })
  return {
    db,
    secrets: createSecretBox(randomBytes(32).toString('base64')),
    async close() {
      await db.close()
      await testDatabase.drop()
    },
  }
}
