import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = join(HERE, '../..')
const LOCKFILE = join(HERE, 'package-lock.json')
const INSTALLED_LOCKFILE = join(HERE, 'node_modules/installed-package-lock.json')

/** Installs what is missing and builds the mapper as it ships; everything said goes to standard error. */
export function prepare() {
  if (!existsSync(join(ROOT, 'node_modules/.bin/tsc'))) {
    run(process.execPath, ['infra/local/bootstrap.mjs', 'install'], ROOT)
  }
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/mapper'], ROOT)
  if (!isInstalled()) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], HERE)
    copyFileSync(LOCKFILE, INSTALLED_LOCKFILE)
  }
}

/** True when node_modules was installed from the very lockfile that stands here. */
function isInstalled() {
  return existsSync(INSTALLED_LOCKFILE) && readFileSync(INSTALLED_LOCKFILE).equals(readFileSync(LOCKFILE))
}

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}`, { cause: error })
}
