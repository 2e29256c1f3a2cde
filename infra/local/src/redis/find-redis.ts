import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadPackage } from '../apt/download-package.ts'
import { findDownloadedProgram, type WantedProgram } from '../apt/find-downloaded-program.ts'
import { isProgram, listPrograms } from '../find-program.ts'
import type { LocalProgram, ProgramFinding } from '../local-program.ts'
import { LocalServerError } from '../local-server-error.ts'
import type { Machine } from '../machine.ts'
import { readLastWords, runCommand } from '../run-command.ts'
import { checkRedisProgram } from './check-redis-program.ts'

type Log = ((line: string) => void) | undefined

const SERVER_NAMES = ['redis-server', 'valkey-server'] as const

const WANTED: WantedProgram = {
  packageName: 'redis-server',
  place: join('usr', 'bin', 'redis-server'),
  check: checkRedisProgram,
}

const INSTALL_PATIENCE_MS = 900_000

/** One place to look: the program, or why there is none (undefined: not worth a word). */
type Attempt = () => Promise<ProgramFinding>

/**
 * Finds a Redis or gets one: PATH, an earlier download, the packages of Debian or
 * Ubuntu, Homebrew. The first that runs is taken.
 */
export async function findRedis(
  { path, cacheFolder, usualPath }: Pick<Machine, 'path' | 'cacheFolder' | 'usualPath'>,
  log?: Log,
): Promise<LocalProgram> {
  const downloaded = join(cacheFolder, `redis-${process.arch}`)
  const attempts: readonly Attempt[] = [
    ...SERVER_NAMES.flatMap((name) => listPrograms(name, path)).map(
      (command) => () => checkRedisProgram(command),
    ),
    () => useEarlierDownload(downloaded),
    () => useApt(path, downloaded, log),
    () => useHomebrew(path, log),
    () => useUsualPlaces(usualPath),
  ]
  const complaints = ['no redis-server or valkey-server on PATH']
  for (const attempt of attempts) {
    const found = await attempt()
    if (found === undefined) continue
    if ('version' in found) return found
    complaints.push(found.complaint)
  }
  throw new LocalServerError(
    `no redis found: ${complaints.join('; ')}: install redis with the package manager of this machine, or set REDIS_URL to one that runs elsewhere (docker run -p 127.0.0.1:6379:6379 redis:7)`,
  )
}

async function useEarlierDownload(folder: string) {
  const found = await findDownloadedProgram(folder, WANTED)
  // The machine has changed under it: a new one is fetched.
  if (found !== undefined && !('version' in found)) await rm(folder, { recursive: true, force: true })
  return found
}

async function useApt(path: string, folder: string, log: Log) {
  if (listPrograms('apt-get', path).length === 0) return { complaint: 'no apt-get' }
  log?.(`getting redis from the packages of this system into ${folder}`)
  return downloadPackage(WANTED, folder, path).catch((error: Error) => ({ complaint: error.message }))
}

async function useHomebrew(path: string, log: Log) {
  const [brew] = listPrograms('brew', path)
  if (brew === undefined) return { complaint: 'no brew' }
  log?.('getting redis: brew install redis')
  const env = { ...process.env, PATH: path, HOMEBREW_NO_AUTO_UPDATE: '1', HOMEBREW_NO_INSTALL_CLEANUP: '1' }
  const installed = await runCommand(brew, ['install', '--quiet', 'redis'], {
    env,
    timeoutMs: INSTALL_PATIENCE_MS,
  })
  const prefix = await runCommand(brew, ['--prefix', 'redis'], { env, timeoutMs: 60_000 })
  const command = join(prefix.stdout.trim(), 'bin', 'redis-server')
  if (installed.code === 0 && isProgram(command)) return checkRedisProgram(command)
  return { complaint: `brew install redis: ${readLastWords(installed.stderr)}` }
}

async function useUsualPlaces(usualPath: string) {
  const [command] = SERVER_NAMES.flatMap((name) => listPrograms(name, usualPath))
  return command === undefined ? undefined : checkRedisProgram(command)
}
