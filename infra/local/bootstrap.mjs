/**
 * What `npm run demo` and `npm test` run first. It needs Node and npm and nothing else: it
 * is plain JavaScript without dependencies, because getting the dependencies is its first
 * duty. Standard output belongs to the program it runs; its own words go to standard error.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChild } from './src/run-child.mjs'

const PNPM = '12.21.0'
const NODE_FLOOR = [20, 19]
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const STAMP = join(ROOT, 'node_modules', '.sluice-stamp')

const TYPESCRIPT = ['--import', 'tsx', '-C', '@sluice/source']

/** What each sub-command runs once the dependencies are there. */
const PROGRAMS = {
  install: undefined,
  demo: ['infra/local/src/programs/start.mjs', 'cli', 'demo'],
  test: [...TYPESCRIPT, 'infra/local/src/run-tests.ts'],
}

/** A failure that the reader can act on: printed as one line, exit code 1 (2 for wrong use). */
class BootstrapError extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

function checkMachine() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor < NODE_FLOOR[1])) {
    throw new BootstrapError(
      `node ${NODE_FLOOR.join('.')} or newer is needed, this is ${process.versions.node}: install a newer one from https://nodejs.org and run it again`,
    )
  }
  if (process.platform === 'win32') {
    throw new BootstrapError(
      'windows is not supported: run it inside WSL (https://learn.microsoft.com/windows/wsl)',
    )
  }
}

/**
 * The folders of the workspace, root first: those that a pattern of pnpm-workspace.yaml
 * names and that hold a package.json.
 */
function listPackages() {
  const workspace = readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8')
  const patterns = /^packages:\n((?: +- .+\n)+)/m.exec(workspace)?.[1]?.match(/[^\s'"-][^\s'"]*/g) ?? []
  const folders = patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern]
    const parent = pattern.slice(0, -'/*'.length)
    const names = existsSync(join(ROOT, parent)) ? readdirSync(join(ROOT, parent)).sort() : []
    return names.map((name) => `${parent}/${name}`)
  })
  return ['.', ...folders].filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
}

/** Everything that decides what node_modules must hold, as one hash. */
function readWantedStamp(packages) {
  const hash = createHash('sha256')
  const node = process.versions.node.split('.')[0]
  hash.update(`${PNPM} node ${node} ${process.platform} ${process.arch}\n`)
  const files = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...packages.map((folder) => `${folder}/package.json`),
  ]
  for (const file of files) {
    hash.update(`${file}\n`)
    hash.update(existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file)) : '')
  }
  return hash.digest('hex')
}

/** The dependencies that a manifest asks for and that cannot be found beside it. */
function listMissing(packages) {
  return packages.flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    return names.filter((name) => !existsSync(join(ROOT, folder, 'node_modules', name, 'package.json')))
  })
}

/** pnpm from PATH when it is the version of this workspace, else through npx. */
function findPnpm() {
  const found = spawnSync('pnpm', ['--version'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return found.stdout?.trim() === PNPM ? ['pnpm'] : ['npx', '-y', `pnpm@${PNPM}`]
}

async function install() {
  const packages = listPackages()
  const wanted = readWantedStamp(packages)
  const current = existsSync(STAMP) ? readFileSync(STAMP, 'utf8').trim() : ''
  if (current === wanted && listMissing(packages).length === 0) return

  const [command, ...args] = [...findPnpm(), 'install', '--frozen-lockfile', '--reporter=append-only']
  const line = [command, ...args].join(' ')
  process.stderr.write(`installing the dependencies: ${line}\n`)
  // CI: never ask. NODE_ENV: the development dependencies are needed too. The log level
  // of .npmrc is for npm's banner, not for this.
  const env = { ...process.env, CI: 'true', NODE_ENV: 'development', npm_config_loglevel: 'error' }
  const code = await runChild(command, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2] }).catch((error) => {
    throw new BootstrapError(
      `"${line}" could not be started (${error.message}): npm belongs to Node, put its folder on PATH and run it again`,
    )
  })
  // Ended by a signal: whoever sent it knows why.
  if (code > 128) throw new BootstrapError(`"${line}" was interrupted`, code)
  if (code !== 0) {
    throw new BootstrapError(
      `"${line}" failed with exit code ${code}, its reason stands above: check that the npm registry can be reached and that ${ROOT} and the home directory can be written, then run it again (after editing a package.json: npx -y pnpm@${PNPM} install)`,
    )
  }
  const missing = listMissing(packages)
  if (missing.length > 0) {
    throw new BootstrapError(
      `"${line}" left out ${missing.join(', ')}: remove ${join(ROOT, 'node_modules')} and run it again`,
    )
  }
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, `${wanted}\n`)
}

async function main([command = '', ...args]) {
  checkMachine()
  if (!Object.hasOwn(PROGRAMS, command)) {
    throw new BootstrapError(
      `unknown command "${command}": node infra/local/bootstrap.mjs ${Object.keys(PROGRAMS).join(' | ')}`,
      2,
    )
  }
  await install()
  const program = PROGRAMS[command]
  if (program === undefined) return 0
  return runChild(process.execPath, [...program, ...args], { cwd: ROOT })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.exitCode = error instanceof BootstrapError ? error.exitCode : 1
  process.stderr.write(
    `sluice: ${error instanceof BootstrapError ? error.message : (error.stack ?? error)}\n`,
  )
}
