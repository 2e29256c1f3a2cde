import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalServerError } from '../local-server-error.ts'
import type { Owner, ServerDirectory } from '../open-server-directory.ts'
import { readLastWords, runCommand } from '../run-command.ts'
import { SERVER_ENVIRONMENT } from '../server-environment.ts'
import type { PostgresBinaries } from './find-postgres-binaries.ts'

/** The superuser of every cluster that is made here. */
export const SUPERUSER = 'postgres'

/**
 * Makes the data of a new cluster, unless the directory has one: UTF-8, locale C, and a password for whoever connects.
 * It is made beside its place and renamed, so a cluster is whole or not there.
 */
export async function createCluster(
  binaries: PostgresBinaries,
  directory: ServerDirectory,
  owner: Owner | undefined,
  durable: boolean,
): Promise<void> {
  if (existsSync(directory.data)) return
  const making = join(directory.path, 'data.making')
  await rm(making, { recursive: true, force: true })
  const { code, stderr } = await runCommand(
    binaries.initdb,
    [
      `--pgdata=${making}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${directory.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      ...(durable ? [] : ['--no-sync']),
    ],
    {
      ...owner,
      cwd: directory.path,
      env: SERVER_ENVIRONMENT,
      timeoutMs: 120_000,
      onStart: (pid) => directory.watchdog.watch(pid, 'SIGTERM'),
    },
  )
  directory.watchdog.watch(undefined, 'SIGTERM')
  if (code !== 0) {
    throw new LocalServerError(
      `postgresql cannot make its data in ${directory.path}: ${readComplaint(stderr)}`,
    )
  }
  await rename(making, directory.data)
}

/** The line that says why: the first error, for the last line only says what was tidied up. */
function readComplaint(stderr: string): string {
  return readLastWords(/^.*(?:error|fatal|could not).*$/im.exec(stderr)?.[0] ?? stderr)
}
