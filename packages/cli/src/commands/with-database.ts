import { parseEnvironment } from '@sluice/shared/runtime'
import {
  assertSchemaKnown,
  createSecretBox,
  openDatabase,
  type Database,
  type SecretBox,
} from '@sluice/shared/store'
import type { Shell } from '../shell.ts'

/** Runs work on the control database, whose schema must be known, and closes it. */
export async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, applicationName: 'sluice' })
  try {
    await assertSchemaKnown(db)
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The same with the key that opens secrets; both are taken from the environment. */
export async function withSecrets<T>(
  shell: Pick<Shell, 'env'>,
  work: (db: Database, secrets: SecretBox) => Promise<T>,
): Promise<T> {
  const values = parseEnvironment(shell.env, [
    'DATABASE_URL',
    'SLUICE_SECRET_KEY',
    'SLUICE_SECRET_KEY_PREVIOUS',
  ])
  const previous = values.SLUICE_SECRET_KEY_PREVIOUS
  const secrets = createSecretBox(values.SLUICE_SECRET_KEY, previous === undefined ? [] : [previous])
  return withDatabase(values.DATABASE_URL, (db) => work(db, secrets))
}
