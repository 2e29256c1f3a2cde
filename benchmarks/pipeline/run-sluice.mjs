import { openInstallation } from './open-installation.mjs'
import { measureRun } from './measure-run.mjs'

const ONE_OF_EACH = { extractor: 1, mapper: 1, sender: 1 }

/** Sluice's first sync of all rows, by workers that have just started: from `sluice sync --wait` to its end. */
export async function runSluice(stage, counts = ONE_OF_EACH) {
  const installation = await openInstallation(stage, counts)
  try {
    return await measureRun(stage, {
      name: 'cli',
      rows: stage.rows,
      workers: installation.workers,
      run: async () => {
        const ended = await installation.sluice('sync', 'customers', '--wait', '--json')
        const { delivered } = JSON.parse(ended.output)
        if (delivered !== stage.rows) throw new Error(`sluice delivered ${delivered} of ${stage.rows} rows`)
        return ended
      },
    })
  } finally {
    await installation.close()
  }
}
