import { afterEach, describe, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from './find-free-port.ts'
import type { LocalServer } from './local-server.ts'
import { queryPostgres } from './postgres/query-postgres.ts'
import { startPostgres } from './postgres/start-postgres.ts'
import { askRedis } from './redis/ask-redis.ts'
import { startRedis } from './redis/start-redis.ts'
import { startLocalServers } from './start-local-servers.ts'
import { isRunning } from './testing/is-running.ts'
import { startScript } from './testing/start-script.ts'
import { waitFor } from './testing/wait-for.ts'

const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

function stopLater<T extends { stop(): Promise<void> }>(server: T): T {
  cleanUps.push(() => server.stop())
  return server
}

function makeDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-local-test-'))
  cleanUps.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function expectGone({ pid, directory }: Pick<LocalServer, 'pid' | 'directory'>) {
  expect({ running: isRunning(pid), left: existsSync(directory) }).toEqual({ running: false, left: false })
}

describe('startPostgres', () => {
  test('is a superuser of a server of its own, in UTF-8, and leaves nothing behind', async () => {
    const server = stopLater(await startPostgres())
    const [answer] = await queryPostgres(
      server.url,
      `select current_setting('is_superuser') as superuser, current_setting('server_encoding') as encoding,
              pg_read_file('postmaster.pid') as pid_file`,
    )
    expect(answer).toMatchObject({ superuser: 'on', encoding: 'UTF8' })
    expect(String(answer?.['pid_file']).split('\n')[0]).toBe(String(server.pid))
    await server.stop()
    await server.stop()
    expectGone(server)
  })

  test('asks everybody for the password', async () => {
    const server = stopLater(await startPostgres())
    const wrong = new URL(server.url)
    wrong.password = 'guess'
    await expect(queryPostgres(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
  })

  test('killed and started again in its directory, it has every committed row under the same url', async () => {
    const directory = makeDirectory()
    const first = stopLater(await startPostgres({ directory, durable: true }))
    await queryPostgres(first.url, 'create table kept as select * from generate_series(1, 1000) as id')
    await first.kill()
    expect(isRunning(first.pid)).toBe(false)
    const second = stopLater(await startPostgres({ directory, durable: true, port: first.port }))
    expect(second.url).toBe(first.url)
    await expect(queryPostgres(second.url, 'select count(*)::int as rows from kept')).resolves.toEqual([
      { rows: 1000 },
    ])
    await second.stop()
    expect(existsSync(directory)).toBe(true)
  })

  test('a fixed port that is taken is an error of one line, and leaves nothing behind', async () => {
    const redis = stopLater(await startRedis())
    const directory = makeDirectory()
    await expect(startPostgres({ directory, port: redis.port })).rejects.toThrow(
      `port ${redis.port} of 127.0.0.1 is taken: stop what listens there, or start without a fixed port`,
    )
    expect(existsSync(join(directory, 'data', 'postmaster.pid'))).toBe(false)
  })
})

describe('startRedis', () => {
  test('is the process that was started, never evicts, and leaves nothing behind', async () => {
    const server = stopLater(await startRedis())
    const [info, policy] = await askRedis(server.url, (redis) =>
      Promise.all([redis.info('server'), redis.config('GET', 'maxmemory-policy')]),
    )
    expect(info).toContain(`process_id:${server.pid}\r\n`)
    expect(policy).toEqual(['maxmemory-policy', 'noeviction'])
    await server.stop()
    expectGone(server)
  })

  test('killed and started again in its directory, it has every key under the same url', async () => {
    const directory = makeDirectory()
    const first = stopLater(await startRedis({ directory, appendonly: true }))
    await askRedis(first.url, (redis) => redis.set('kept', 'yes'))
    await first.kill()
    expect(isRunning(first.pid)).toBe(false)
    const second = stopLater(await startRedis({ directory, appendonly: true, port: first.port }))
    expect(second.url).toBe(first.url)
    await expect(askRedis(second.url, (redis) => redis.get('kept'))).resolves.toBe('yes')
  })

  test('a fixed port that is taken is an error of one line', async () => {
    const first = stopLater(await startRedis())
    await expect(startRedis({ port: first.port })).rejects.toThrow(`port ${first.port} of 127.0.0.1 is taken`)
  })
})

describe('startLocalServers', () => {
  test('uses given servers as they are, and does not stop them', async () => {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
    stopLater(postgres)
    stopLater(redis)
    const log: string[] = []
    const servers = await startLocalServers({
      env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url },
      log: (line) => log.push(line),
    })
    expect(servers).toMatchObject({ databaseUrl: postgres.url, redisUrl: redis.url })
    expect(log).toEqual([])
    await servers.stop()
    await expect(queryPostgres(postgres.url, 'select 1 as one')).resolves.toEqual([{ one: 1 }])
    await expect(askRedis(redis.url, (client) => client.ping())).resolves.toBe('PONG')
  })

  test('starts what was not given, and says what it started', async () => {
    const redis = stopLater(await startRedis())
    const log: string[] = []
    const servers = stopLater(
      await startLocalServers({ env: { REDIS_URL: redis.url }, log: (line) => log.push(line) }),
    )
    await expect(queryPostgres(servers.databaseUrl, 'select 1 as one')).resolves.toEqual([{ one: 1 }])
    expect(log).toEqual([expect.stringMatching(/^postgresql \d+[.\d]* on 127\.0\.0\.1:\d+ \(.+\)$/)])
  })

  test.each([
    ['DATABASE_URL', (port: number) => `postgres://someone:s3cret@127.0.0.1:${port}/orders`, '/orders'],
    ['REDIS_URL', (port: number) => `redis://:s3cret@127.0.0.1:${port}`, ''],
  ])('a %s where nothing answers is one line without the password', async (name, makeUrl, path) => {
    const port = await findFreePort()
    const failure = await startLocalServers({ env: { [name]: makeUrl(port) }, log: () => {} }).then(
      () => 'started',
      (error: Error) => error.message,
    )
    expect(failure).toMatch(
      new RegExp(
        `^${name}: 127\\.0\\.0\\.1:${port}${path} does not answer \\(connect ECONNREFUSED .*\\): start that server, correct the url, or unset it`,
      ),
    )
    expect(failure).not.toMatch(/s3cret|\n/)
  })

  test('a DATABASE_URL that is no url is one line', async () => {
    await expect(
      startLocalServers({ env: { DATABASE_URL: 'localhost', REDIS_URL: 'x' }, log: () => {} }),
    ).rejects.toThrow('DATABASE_URL is not a url: correct it, or unset it to have a server started')
  })
})

describe('a process that is killed', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)('by %s leaves no server and no directory', async (signal) => {
    const holder = startScript([
      '--import',
      'tsx',
      '-C',
      '@sluice/source',
      join(import.meta.dirname, 'testing', 'hold-servers.ts'),
    ])
    await holder.waitForOutput('\n')
    const servers = JSON.parse(holder.stdout()) as Pick<LocalServer, 'pid' | 'directory'>[]
    expect(servers.map(({ pid }) => isRunning(pid))).toEqual([true, true])
    holder.signal(signal, 'group')
    await expect(holder.ended).resolves.toBe(signal)
    for (const { pid, directory } of servers) {
      await waitFor(`end of ${pid} and ${directory}`, () => !isRunning(pid) && !existsSync(directory))
    }
  })
})
