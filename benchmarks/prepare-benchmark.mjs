import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Installs what is missing, of the workspace and of the benchmark in `folder`, and builds Sluice as it ships: the given projects, or all.
 * Everything said goes to standard error.
 */
export function prepareBenchmark(folder, ...projects) {
  const lockfile = join(folder, 'package-lock.json')
  const installed = join(folder, 'node_modules/installed-package-lock.json')
  run(process.execPath, ['infra/local/bootstrap.mjs', 'install'], ROOT)
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-b', ...projects], ROOT)
  if (!isSame(lockfile, installed)) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder)
    copyFileSync(lockfile, installed)
  }
}

/** True when node_modules was installed from the very lockfile that stands there. */
function isSame(lockfile, installed) {
  return existsSync(installed) && readFileSync(installed).equals(readFileSync(lockfile))
}

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}`, { cause: error })
}
