import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Installs what is missing, of the workspace and of the benchmark in `folder` (null: nothing of
 * its own), and builds the given projects as they ship. Everything said goes to standard error.
 */
export function prepareBenchmark(folder, ...projects) {
  run(process.execPath, ['infra/local/bootstrap.mjs', 'install'], ROOT)
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-b', ...projects], ROOT)
  if (folder === null) return
  const lockfile = join(folder, 'package-lock.json')
  const installed = join(folder, 'node_modules/installed-package-lock.json')
  if (!isSame(lockfile, installed)) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder)
    copyFileSync(lockfile, installed)
  }
}

/** Bundles the program of a package as its image runs it. */
export function bundleProgram(name) {
  run(process.execPath, ['infra/local/src/programs/build.mjs', name], ROOT)
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
