import { afterAll, describe, expect, test } from '@jest/globals'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { makeFolder, removeFolders } from './testing/make-folder.ts'
import { startScript } from './testing/start-script.ts'
import { waitFor } from './testing/wait-for.ts'
import { writeProgram } from './testing/write-program.ts'

afterAll(removeFolders)

const ROOT = join(import.meta.dirname, '../../..')

/** A checkout in small: the bootstrap, one package with one dependency, and an npx that does what the test says. */
function makeCheckout(npx: string) {
  const root = makeFolder()
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const file of ['bootstrap.mjs', 'src/run-child.mjs', 'src/start-watchdog.mjs']) {
    cpSync(join(ROOT, 'infra/local', file), join(root, 'infra/local', file))
  }
  write('package.json', '{ "type": "module", "devDependencies": { "tsx": "1" } }')
  write('pnpm-workspace.yaml', 'packages:\n  - packages/*\n  - infra/local\n\npmOnFail: ignore\n')
  write('pnpm-lock.yaml', 'lockfileVersion: 9\n')
  write('packages/cli/package.json', '{ "type": "module", "dependencies": { "left-pad": "1" } }')
  write(
    'infra/local/src/programs/start.mjs',
    `const [name, command, code, ...rest] = process.argv.slice(2)
     console.log(JSON.stringify({ name, command, rest }))
     process.exitCode = Number(code)`,
  )
  const tools = join(root, 'tools')
  writeProgram(join(tools, 'npx'), `echo "$*" >> "${root}/calls"\n${npx}`)
  writeProgram(join(tools, 'pnpm'), 'echo 9.9.9')
  const env = { ...process.env, PATH: `${tools}:${process.env['PATH']}` }
  const run = async (...args: string[]) => {
    const script = startScript([join(root, 'infra/local/bootstrap.mjs'), ...args], env)
    return { code: await script.ended, stdout: script.stdout(), stderr: script.stderr() }
  }
  const calls = () =>
    existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : []
  return { root, write, run, calls }
}

/** An npx that installs what the manifests of the small checkout ask for. */
const INSTALL = `
mkdir -p node_modules/tsx packages/cli/node_modules/left-pad
echo '{}' > node_modules/tsx/package.json
echo '{}' > packages/cli/node_modules/left-pad/package.json
echo "installed"`

describe('the bootstrap', () => {
  test('installs once, and again only when what is asked for has changed or something is missing', async () => {
    const { root, write, run, calls } = makeCheckout(INSTALL)
    const install = '-y pnpm@12.21.0 install --frozen-lockfile --reporter=append-only'
    await expect(run('install')).resolves.toMatchObject({ code: 0, stdout: '' })
    await expect(run('install')).resolves.toEqual({ code: 0, stdout: '', stderr: '' })
    expect(calls()).toEqual([install])
    write('packages/cli/package.json', '{ "type": "module", "dependencies": { "left-pad": "2" } }')
    await run('install')
    expect(calls()).toEqual([install, install])
    rmSync(join(root, 'packages/cli/node_modules/left-pad'), { recursive: true })
    await run('install')
    expect(calls()).toEqual([install, install, install])
    write('packages/other/package.json', '{ "dependencies": { "right-pad": "1" } }')
    await expect(run('install')).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        '"npx -y pnpm@12.21.0 install --frozen-lockfile --reporter=append-only" left out right-pad: remove ',
      ),
    })
  })

  test('the demo gets its arguments, standard output is its own, and its exit code counts', async () => {
    const { run } = makeCheckout(INSTALL)
    await expect(run('demo', '3', '--once', '--json')).resolves.toMatchObject({
      code: 3,
      stdout: '{"name":"cli","command":"demo","rest":["--once","--json"]}\n',
    })
  })

  test('a failed installation is one line that says what was tried and what to do', async () => {
    const { run } = makeCheckout('echo "getaddrinfo ENOTFOUND registry.npmjs.org" >&2; exit 5')
    const { code, stdout, stderr } = await run('demo')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim().split('\n')).toEqual([
      'installing the dependencies: npx -y pnpm@12.21.0 install --frozen-lockfile --reporter=append-only',
      'getaddrinfo ENOTFOUND registry.npmjs.org',
      expect.stringMatching(
        /^sluice: "npx -y pnpm@12\.21\.0 install --frozen-lockfile --reporter=append-only" failed with exit code 5, its reason stands above: check that .+, then run it again \(after editing .+\)$/,
      ),
    ])
  })

  test('an unknown command is one line with the known ones, exit code 2', async () => {
    const { run } = makeCheckout('exit 1')
    await expect(run('deom')).resolves.toEqual({
      code: 2,
      stdout: '',
      stderr: 'sluice: unknown command "deom": node infra/local/bootstrap.mjs install | demo | test\n',
    })
  })

  test('an old node is told so in one line', async () => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })`
    const script = startScript([
      '--import',
      `data:text/javascript,${encodeURIComponent(pretend)}`,
      join(ROOT, 'infra/local/bootstrap.mjs'),
      'test',
    ])
    await expect(script.ended).resolves.toBe(1)
    expect(script.stderr()).toBe(
      'sluice: node 20.19 or newer is needed, this is 18.20.4: install a newer one from https://nodejs.org and run it again\n',
    )
  })
})

describe('npm test', () => {
  function makeTests(source: string): string {
    const rootDir = makeFolder()
    writeFileSync(join(rootDir, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(rootDir, 'a.check.js'), source)
    return JSON.stringify({ rootDir, testMatch: ['**/*.check.js'], transform: {} })
  }

  function startTests(
    config: string,
    urls: { readonly DATABASE_URL?: string; readonly REDIS_URL?: string } = {},
  ) {
    const { DATABASE_URL: _database, REDIS_URL: _redis, ...env } = process.env
    return startScript([join(ROOT, 'infra/local/bootstrap.mjs'), 'test', '--config', config], {
      ...env,
      ...urls,
    })
  }

  const readPorts = (stderr: string) =>
    [...stderr.matchAll(/ on 127\.0\.0\.1:(\d+) /g)].map(([, port]) => Number(port))

  const isRefused = (port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1')
      socket.once('error', () => resolve(true))
      socket.once('connect', () => resolve(!socket.destroy()))
    })

  test('jest finds both servers in its environment, its exit code counts, and the servers are stopped', async () => {
    const run = startTests(
      makeTests(
        `test('fails', () => { expect([process.env.DATABASE_URL, process.env.REDIS_URL].join(' ')).toBe('shown') })`,
      ),
    )
    await expect(run.ended).resolves.toBe(1)
    expect(run.stderr()).toMatch(
      /postgres:\/\/postgres:.+@127\.0\.0\.1:\d+\/postgres redis:\/\/:.+@127\.0\.0\.1:\d+/,
    )
    const ports = readPorts(run.stderr())
    expect(ports).toHaveLength(2)
    await expect(Promise.all(ports.map(isRefused))).resolves.toEqual([true, true])
  })

  test.each([
    ['SIGINT', 'group', 130],
    ['SIGTERM', 'process', 143],
  ] as const)('%s to the %s ends jest and then the servers', async (signal, to, code) => {
    const run = startTests(
      makeTests(
        `test('hangs', async () => { process.stderr.write('hanging'); await new Promise((r) => setTimeout(r, 300000)) }, 300000)`,
      ),
    )
    await waitFor('jest runs', () => run.stderr().includes('hanging'))
    const ports = readPorts(run.stderr())
    expect(ports).toHaveLength(2)
    run.signal(signal, to)
    await expect(run.ended).resolves.toBe(code)
    await expect(Promise.all(ports.map(isRefused))).resolves.toEqual([true, true])
  })

  test('a given server that does not answer is one line, and jest is not started', async () => {
    const run = startTests(makeTests(''), {
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
      REDIS_URL: 'redis://127.0.0.1:1',
    })
    await expect(run.ended).resolves.toBe(1)
    expect(run.stderr()).toMatch(
      /^(?:.*\n)*sluice: DATABASE_URL: 127\.0\.0\.1:1\/none does not answer \(.+\): start that server, .+\n$/,
    )
  })
})
