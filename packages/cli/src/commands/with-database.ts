import { announceWait, parseEnvironment, readSecretKeys } from '@sluice/shared/runtime'
import { assertSchemaKnown, formatPlace, openDatabase, type Database } from '@sluice/shared/store'
import {
  SECRET_PURPOSES,
  createSplitSecretBox,
  type ByteBox,
  type KeyedBox,
  type SecretPurpose,
} from '@sluice/shared/secrets'
import type { Shell } from '../shell.ts'

/** Runs work on the control database, whose schema must be known, and closes it. */
export async function withDatabase<T>(
  shell: Pick<Shell, 'note' | 'patienceMs'>,
  url: string,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = openDatabase({ url, applicationName: 'sluice' })
  try {
    await announceWait(
      assertSchemaKnown(db),
      () => shell.note(`waiting for the control database at ${formatPlace(url)} …`),
      shell.patienceMs,
    )
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The same with the keys that open secrets; all is taken from the environment. */
export async function withSecrets<T>(
  shell: Pick<Shell, 'env' | 'note' | 'patienceMs'>,
  work: (db: Database, secrets: KeyedBox & ByteBox) => Promise<T>,
  purposes: readonly SecretPurpose[] = SECRET_PURPOSES,
): Promise<T> {
  const { keys, mistakes, notices } = readSecretKeys(shell.env, purposes)
  const { DATABASE_URL: url } = parseEnvironment(shell.env, ['DATABASE_URL'], { mistakes })
  for (const notice of notices) shell.note(notice)
  const secrets = createSplitSecretBox(keys)
  return withDatabase(shell, url, (db) => work(db, secrets))
}
