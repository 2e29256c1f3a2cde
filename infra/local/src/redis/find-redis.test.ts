import { afterAll, describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from '../machine.ts'
import { removeFolders } from '../testing/make-folder.ts'
import { makeMachine } from '../testing/make-machine.ts'
import { writeProgram } from '../testing/write-program.ts'
import { findRedis } from './find-redis.ts'

afterAll(removeFolders)

const placeOfDownload = ({ cacheFolder }: Machine): string =>
  join(cacheFolder, `redis-${process.arch}`, 'usr', 'bin', 'redis-server')

const answerVersion = (version: string) =>
  `echo "Redis server v=${version} sha=00000000:0 malloc=libc bits=64"`

/** An apt-get that writes down how it was called, and whose download works only with package lists of our own. */
const APT_GET = `
echo "$*" >> "$(dirname "$0")/calls"
case "$*" in
  *Dir::State*update) ;;
  *Dir::State*install*) echo "Inst redis-server (7)" ;;
  *Dir::State*download*redis-server) echo deb > redis-server.deb ;;
  *) echo "E: Unable to locate package redis-server" >&2; exit 100 ;;
esac`

/** A dpkg whose every package is a Redis. */
const DPKG = `
mkdir -p "$3/usr/bin"
printf '#!/bin/sh\\n${answerVersion('7.0.15')}\\n' > "$3/usr/bin/redis-server"
chmod +x "$3/usr/bin/redis-server"`

describe('findRedis', () => {
  test('takes the first on PATH that runs, redis before valkey', async () => {
    const machine = makeMachine()
    writeProgram(join(machine.path, 'valkey-server'), 'echo "Valkey server v=8.1.1 sha=00000000:0"')
    await expect(findRedis(machine)).resolves.toMatchObject({ version: '8.1.1' })
    writeProgram(join(machine.path, 'redis-server'), answerVersion('7.4.2'))
    await expect(findRedis(machine)).resolves.toMatchObject({
      command: join(machine.path, 'redis-server'),
      version: '7.4.2',
    })
    writeProgram(join(machine.path, 'redis-server'), 'exit 1')
    await expect(findRedis(machine)).resolves.toMatchObject({ version: '8.1.1' })
  })

  test('takes an earlier download, and forgets one that no longer runs', async () => {
    const machine = makeMachine()
    const downloaded = placeOfDownload(machine)
    writeProgram(downloaded, answerVersion('7.0.15'))
    await expect(findRedis(machine)).resolves.toMatchObject({
      command: downloaded,
      version: '7.0.15',
    })
    writeProgram(downloaded, 'exit 127')
    await expect(findRedis(machine)).rejects.toThrow(`${downloaded} does not run`)
    expect(existsSync(downloaded)).toBe(false)
  })

  test('gets it from the packages of the system, with package lists of its own when those of the machine do not do', async () => {
    const machine = makeMachine()
    const tools = machine.path
    writeProgram(join(tools, 'apt-get'), APT_GET)
    writeProgram(join(tools, 'dpkg'), DPKG)
    const log: string[] = []
    const found = await findRedis(machine, (line) => log.push(line))
    expect(found).toMatchObject({ command: placeOfDownload(machine), version: '7.0.15' })
    expect(log).toEqual([expect.stringContaining('getting redis from the packages of this system')])
    const calls = readFileSync(join(tools, 'calls'), 'utf8').trim().split('\n')
    expect(calls).toHaveLength(4)
    await findRedis(machine)
    expect(readFileSync(join(tools, 'calls'), 'utf8').trim().split('\n')).toHaveLength(4)
    expect(readdirSync(machine.cacheFolder)).toEqual([`redis-${process.arch}`])
  })

  test('with nothing to be had it says in one line what was tried and what to do', async () => {
    const machine = makeMachine()
    writeProgram(join(machine.path, 'apt-get'), 'echo "E: Could not resolve deb.debian.org" >&2; exit 100')
    writeProgram(join(machine.path, 'brew'), 'echo "Error: no bottle available!" >&2; exit 1')
    const failure = await findRedis(machine).then(
      () => 'found',
      (error: Error) => error.message,
    )
    expect(failure).toBe(
      'no redis found: no redis-server or valkey-server on PATH; apt-get --quiet update: E: Could not resolve deb.debian.org; ' +
        'brew install redis: Error: no bottle available!: install redis with the package manager of this machine, ' +
        'or set REDIS_URL to one that runs elsewhere (docker run -p 127.0.0.1:6379:6379 redis:7)',
    )
  })
})
