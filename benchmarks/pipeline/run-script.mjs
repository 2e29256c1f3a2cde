import { fileURLToPath } from 'node:url'
import { measureRun } from './measure-run.mjs'
import { runProcess } from './run-process.mjs'

const SCRIPT = fileURLToPath(new URL('script.mjs', import.meta.url))

/**
 * The script's delivery of all rows, or of the first few: from its start to its end.
 * `failed` rows were refused by the sink.
 */
export async function runScript(stage, { flushAt, rows = stage.rows }) {
  let failed
  const sample = await measureRun(stage, {
    name: 'script',
    rows,
    workers: [],
    run: async () => {
      const ended = await runProcess([SCRIPT], {
        ...process.env,
        WAREHOUSE_URL: stage.warehouseUrl,
        SEGMENT_WRITE_KEY: 'benchmark',
        SEGMENT_HOST: stage.sink.url,
        SCRIPT_QUERY:
          rows === stage.rows ? 'select * from customers' : `select * from customers limit ${rows}`,
        SCRIPT_FLUSH_AT: String(flushAt),
      })
      const counts = JSON.parse(ended.output)
      if (counts.delivered + counts.failed !== rows)
        throw new Error(`the script had answers for ${counts.delivered + counts.failed} of ${rows} rows`)
      failed = counts.failed
      return ended
    },
  })
  return { ...sample, flushAt, failed }
}
