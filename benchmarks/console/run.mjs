import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChild } from '../../infra/local/src/run-child.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = join(HERE, '../..')
const SOURCES = ['--import', 'tsx', '-C', '@sluice/source']

// The console runs from its sources here, and bundles its scripts when it starts, as in a checkout.
process.exitCode =
  (await run(['ignore', 2, 2], 'infra/local/bootstrap.mjs', 'install')) ||
  (await run('inherit', ...SOURCES, join(HERE, 'measure.mjs'), ...process.argv.slice(2)))

/** Runs Node to its end and answers its exit code; signals go to it. */
function run(stdio, ...args) {
  return runChild(process.execPath, args, { cwd: ROOT, stdio })
}
