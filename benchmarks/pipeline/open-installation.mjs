import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createDatabase } from './create-database.mjs'
import { runProcess } from './run-process.mjs'
import { runStatements } from './run-statements.mjs'
import { startWorkers } from './start-workers.mjs'

const SLUICE = fileURLToPath(new URL('../../packages/cli/dist/bundle/bin.js', import.meta.url))
const CONFIG = fileURLToPath(new URL('sluice.yaml', import.meta.url))

/**
 * Sluice as it is after its first installation, over a warehouse that it has never seen:
 * control database, config, workers that are ready. `sluice` runs a command and measures it.
 */
export async function openInstallation(stage, counts) {
  const control = await createDatabase(stage.servers.postgres.url)
  const prefix = `{benchmark-${randomBytes(6).toString('hex')}}`
  const env = {
    ...process.env,
    DATABASE_URL: control.url,
    REDIS_URL: stage.servers.redis.url,
    SLUICE_QUEUE_PREFIX: prefix,
    SLUICE_SECRET_KEY: randomBytes(32).toString('base64'),
    SLUICE_ENDPOINT_US_WEST_2: `${stage.sink.url}/v1`,
    SLUICE_HTTP_PORT: '0',
    WAREHOUSE_URL: stage.warehouseUrl,
    SEGMENT_WRITE_KEY: 'benchmark',
  }
  const sluice = (...args) => runProcess([SLUICE, ...args], env)

  const closers = [() => control.drop(), () => removeKeys(stage.redis, prefix)]
  const close = async () => {
    for (const closer of closers.toReversed()) await closer()
  }
  try {
    await runStatements(stage.warehouseUrl, 'drop schema if exists _sluice cascade')
    await sluice('migrate')
    await sluice('apply', '-f', CONFIG)
    const workers = await startWorkers(counts, env)
    closers.push(() => workers.stop())
    return { sluice, workers: workers.list, controlUrl: control.url, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function removeKeys(redis, prefix) {
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1_000 })) {
    if (keys.length > 0) await redis.unlink(...keys)
  }
}
