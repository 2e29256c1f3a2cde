import { openInstallation } from './open-installation.mjs'
import { runStatements } from './run-statements.mjs'

const CHANGE = 'set order_count = order_count + 1'

/**
 * Syncs of ten changed rows, in milliseconds: `cli` until the command has written the sync
 * down, `settled` from there to its end, `command` the whole of `sluice sync --wait`, its
 * looking every now and then whether the sync has ended included. With `isLarge` the ten
 * are among all rows, which have been synced before; else they are a table of their own.
 */
export async function measureLatency(stage, { syncs, isLarge }) {
  const mapping = isLarge ? 'customers' : 'ten-customers'
  const installation = await openInstallation(stage, { extractor: 1, mapper: 1, sender: 1 })
  try {
    await installation.sluice('sync', mapping, '--wait', '--json')
    const samples = []
    for (let sync = 0; sync < syncs; sync += 1) {
      await runStatements(
        stage.warehouseUrl,
        isLarge ? `update customers ${CHANGE} where customer_id <= 100010` : `update ten_customers ${CHANGE}`,
      )
      samples.push(await measureSync(installation, mapping))
    }
    return samples
  } finally {
    await installation.close()
  }
}

async function measureSync({ sluice, controlUrl }, mapping) {
  const { output, startedAt, endedAt } = await sluice('sync', mapping, '--wait', '--json')
  const { id, delivered } = JSON.parse(output)
  if (delivered !== 10) throw new Error(`a sync of ten changed rows delivered ${delivered}`)
  const [{ created, finished }] = await runStatements(
    controlUrl,
    `select extract(epoch from created_at) * 1000 as created, extract(epoch from finished_at) * 1000 as finished
     from sluice.syncs where id = '${id}'`,
  )
  return { cli: created - startedAt, settled: finished - created, command: endedAt - startedAt }
}
