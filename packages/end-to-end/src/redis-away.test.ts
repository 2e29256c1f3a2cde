import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { startRedis, type LocalServer } from '@sluice/local'
import { closeRedis, connectRedis } from '@sluice/shared/queues'
import { waitFor } from '@sluice/shared/testing'
import { openInstallation, PROGRAM, type Installation } from '@sluice/cli/testing'

/** A `sluice` process, with what it has written so far. */
interface Program {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  readonly lines: () => readonly string[]
}

const PARTS = ['extractor', 'mapper', 'sender', 'console'] as const

let redis: LocalServer
let installation: Installation
const programs: Program[] = []

beforeEach(async () => {
  redis = await startRedis()
  installation = await openInstallation({ SLUICE_HTTP_PORT: '0', SLUICE_CONSOLE_PORT: '0' })
})
afterEach(async () => {
  for (const { child } of programs.splice(0)) child.kill('SIGKILL')
  await redis.stop()
  await installation.close()
})

function run(args: readonly string[]): Program {
  const child = spawn(PROGRAM.execPath, [...PROGRAM.execArgv, PROGRAM.script, ...args], {
    env: { ...installation.env, REDIS_URL: redis.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const program = { child, ended, lines: () => text.split('\n') }
  programs.push(program)
  return program
}

async function waitForPort({ lines }: Program): Promise<number> {
  return waitFor('the worker to be ready', () => {
    const ready = lines().find((line) => line.includes('"worker ready"'))
    return ready !== undefined && (JSON.parse(ready) as { httpPort: number }).httpPort
  })
}

async function askReady(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(20_000) })
  return `${response.status} ${(await response.text()).trim()}`
}

describe('when Redis goes away', () => {
  test.each([
    ['is killed', () => redis.kill()],
    ['hangs', () => Promise.resolve(void process.kill(redis.pid, 'SIGSTOP'))],
  ])(
    'every process says so at /readyz, and ends in order when it is told to: Redis %s',
    async (_what, takeAway) => {
      const running = PARTS.map((part) => run(['start', part]))
      const ports = await Promise.all(running.map(waitForPort))
      expect(await Promise.all(ports.map(askReady))).toEqual(ports.map(() => '200 ok'))
      await takeAway()
      await waitFor('every process to notice', async () =>
        (await Promise.all(ports.map(askReady))).every((answer) => answer === '503 redis_unreachable'),
      )
      for (const { child } of running) child.kill('SIGTERM')
      // A process that does not end by itself within 28 s ends with 1.
      expect(await Promise.all(running.map(({ ended }) => ended))).toEqual(PARTS.map(() => 0))
    },
  )
})

describe('when Redis is away at the start', () => {
  test('a command says what it waits for, and then that it waited in vain', async () => {
    await redis.kill()
    const command = run(['sync', 'customers'])
    await waitFor('a word', () =>
      command.lines().some((line) => line.startsWith(`waiting for Redis at 127.0.0.1:${redis.port}`)),
    )
    expect(await command.ended).toBe(1)
    expect(command.lines().join('\n')).toContain('cannot be reached (ECONNREFUSED)')
  })

  test('a worker says what it waits for, and ends in order when it is told to', async () => {
    await redis.kill()
    const worker = run(['start', 'mapper'])
    await waitFor('a word', () => worker.lines().some((line) => line.includes('"waiting for redis"')))
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
  })

  test('a worker refuses a Redis that throws jobs away, in one line of its log and one for people', async () => {
    await redis.stop()
    redis = await startRedis({ settings: ['maxmemory-policy allkeys-lru'] })
    const worker = run(['start', 'sender'])
    expect(await worker.ended).toBe(1)
    const lines = worker.lines().filter((line) => line !== '')
    expect(lines).toHaveLength(2)
    const logged = lines.find((line) => line.startsWith('{')) ?? ''
    expect(JSON.parse(logged)).toMatchObject({ level: 50, error: { code: 'redis_evicts' } })
    expect(lines.find((line) => !line.startsWith('{'))).toMatch(
      /^redis 127\.0\.0\.1:\d+ throws jobs away when its memory is full \(maxmemory-policy allkeys-lru\): set it to noeviction/,
    )
  })

  test('a worker is not ready once Redis has been told to throw jobs away', async () => {
    const worker = run(['start', 'mapper'])
    const port = await waitForPort(worker)
    const connection = await connectRedis(redis.url)
    await connection.call('config', 'set', 'maxmemory-policy', 'volatile-lru')
    await closeRedis(connection)
    await waitFor('it to notice', async () => (await askReady(port)) === '503 redis_evicts')
  })
})
