import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Installs what is missing and builds the extractor as it ships; everything said goes to standard error. */
export function prepare() {
  run('infra/local/bootstrap.mjs', 'install')
  run('node_modules/typescript/bin/tsc', '-b', 'packages/extractor', 'infra/local')
}

function run(...args) {
  const { status, error } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  })
  if (status !== 0) throw new Error(`${args.join(' ')} failed in ${ROOT}`, { cause: error })
}
