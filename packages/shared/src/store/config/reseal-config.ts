import { SluiceError } from '../../errors/index.ts'
import type { Json } from '../../domain/index.ts'
import { replaceSealed, type ConfigPlace, type KeyedBox } from '../../secrets/index.ts'
import type { Queryable } from '../database/database.ts'

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
  const sources = await tx.query<{ id: string; connection: string }>(
    'select id, connection from sluice.sources',
  )
  for (const { id, connection } of sources.rows) {
    const place: ConfigPlace = `sources/${id}`
    const anew = connection.startsWith('{')
      ? JSON.stringify(
          await replaceSealed(JSON.parse(connection) as Json, async (sealed) => ({
            sealed: await reseal(sealed, place),
          })),
        )
      : await reseal(connection, place)
    if (anew !== connection)
      await tx.query('update sluice.sources set connection = $2 where id = $1', [id, anew])
  }
  const channels = await tx.query<{ id: string; settings: string }>(
    'select id, settings from sluice.alert_channels',
  )
  for (const { id, settings } of channels.rows) {
    const anew = JSON.stringify(
      await replaceSealed(JSON.parse(settings) as Json, async (sealed) => ({
        sealed: await reseal(sealed, `alerts/${id}`),
      })),
    )
    if (anew !== settings)
      await tx.query('update sluice.alert_channels set settings = $2 where id = $1', [id, anew])
  }
  const destinations = await tx.query<{ id: string; write_key: string }>(
    'select id, write_key from sluice.destinations',
  )
  for (const { id, write_key: sealed } of destinations.rows) {
    const anew = await reseal(sealed, `destinations/${id}`)
    if (anew !== sealed)
      await tx.query('update sluice.destinations set write_key = $2 where id = $1', [id, anew])
  }
}
