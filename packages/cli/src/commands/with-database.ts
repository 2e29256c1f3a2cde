import { announceWait, parseEnvironment, readSecretKeys } from '@sluice/shared/runtime'
import {
  SECRET_PURPOSES,
  assertSchemaKnown,
  createSplitSecretBox,
  describePlace,
  openDatabase,
  type Database,
  type KeyedBox,
  type SecretPurpose,
} from '@sluice/shared/store'
import type { Shell } from '../shell.ts'
import { sayWaiting } from './say-waiting.ts'

/** Runs work on the control database, whose schema must be known, and closes it. */
export async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, applicationName: 'sluice' })
  try {
    await announceWait(assertSchemaKnown(db), () =>
      sayWaiting(`the control database at ${describePlace(url)}`),
    )
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The same with the keys that open secrets; all is taken from the environment. */
export async function withSecrets<T>(
  shell: Pick<Shell, 'env'>,
  work: (db: Database, secrets: KeyedBox) => Promise<T>,
  purposes: readonly SecretPurpose[] = SECRET_PURPOSES,
): Promise<T> {
  const { keys, mistakes } = readSecretKeys(shell.env, purposes)
  const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'], { mistakes })
  const secrets = createSplitSecretBox(keys)
  return withDatabase(url, (db) => work(db, secrets))
}
