import type { Queryable } from './database/database.ts'

/** The id of this installation: made once, part of every messageId. */
export async function readInstallationId(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ id: string }>('select id from sluice.installation')
  const [installation] = rows
  if (installation === undefined) throw new Error('sluice.installation is empty')
  return installation.id
}
