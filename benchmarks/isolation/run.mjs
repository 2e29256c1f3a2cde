import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = join(HERE, '../..')
const SOURCES = ['--import', 'tsx', '-C', '@sluice/source']

// Sluice runs from its sources here: compared is nothing but one sync with itself.
run('ignore', 'infra/local/bootstrap.mjs', 'install')
run('inherit', ...SOURCES, join(HERE, 'measure.mjs'), ...process.argv.slice(2))

/** Runs Node to its end; with `ignore` nothing of it goes to standard output. */
function run(output, ...args) {
  const stdout = output === 'inherit' ? 'inherit' : process.stderr.fd
  const { status, error } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', stdout, 'inherit'],
  })
  if (status === 0) return
  if (error !== undefined) throw error
  process.exit(status ?? 1)
}
