import { SluiceError } from '../../errors/index.ts'
import type { Json } from '../../domain/index.ts'
import { replaceSealed, type ConfigPlace, type KeyedBox } from '../../secrets/index.ts'
import type { Queryable } from '../database/database.ts'

/** Where secrets of the config lie, and how their places begin. */
const SECRETS = [
  { table: 'sources', column: 'connection', start: 'sources' },
  { table: 'alert_channels', column: 'settings', start: 'alerts' },
  { table: 'destinations', column: 'write_key', start: 'destinations' },
] as const

/**
 * Seals anew what is sealed under a key of before, whoever keeps it, so that the key can be taken away. Nothing that is
 * said changes, and so no version; what does not open stays as it is.
 */
export async function resealConfig(tx: Queryable, secrets: KeyedBox): Promise<void> {
  const reseal = async (sealed: string, place: ConfigPlace): Promise<string> => {
    if (secrets.isCurrent(sealed, place)) return sealed
    try {
      return secrets.seal(await secrets.open(sealed, place), place)
    } catch (error) {
      if (error instanceof SluiceError && error.code === 'secret_key_wrong') return sealed
      throw error
    }
  }
  const resealText = async (text: string, place: ConfigPlace): Promise<string> =>
    // Settings in which some texts are secrets, or one secret.
    text.startsWith('{')
      ? JSON.stringify(
          await replaceSealed(JSON.parse(text) as Json, async (sealed) => ({
            sealed: await reseal(sealed, place),
          })),
        )
      : reseal(text, place)
  for (const { table, column, start } of SECRETS) {
    const { rows } = await tx.query<{ id: string; text: string }>(
      `select id, ${column} as text from sluice.${table}`,
    )
    for (const { id, text } of rows) {
      const anew = await resealText(text, `${start}/${id}`)
      if (anew !== text) await tx.query(`update sluice.${table} set ${column} = $2 where id = $1`, [id, anew])
    }
  }
}
