import { readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isProgram, listPrograms } from '../find-program.ts'
import { findTemporaryFolder, isOpenToAll } from '../find-temporary-folder.ts'
import { LocalServerError } from '../local-server-error.ts'
import type { Machine } from '../machine.ts'
import type { Owner } from '../open-server-directory.ts'
import { readLastWords, runCommand } from '../run-command.ts'
import type { EmbeddedBinaries } from './find-embedded-binaries.ts'
import { publishBinaries } from './publish-binaries.ts'

/** PostgreSQL programs that run on this machine. */
export interface PostgresBinaries {
  readonly postgres: string
  readonly initdb: string
  /** For example `18.4`. */
  readonly version: string
}

/**
 * Finds PostgreSQL: as npm brought it, then on PATH, then where systems keep it, newest
 * first. The first that runs is taken, as `owner` if there is one.
 */
export async function findPostgresBinaries(
  machine: Pick<Machine, 'path' | 'embeddedPostgres' | 'postgresInstallations'>,
  owner?: Owner,
): Promise<PostgresBinaries> {
  const embedded = machine.embeddedPostgres
  const tried: string[] = []
  const folders = [
    ...(embedded === undefined ? [] : [await openToOwner(embedded, owner)]),
    ...listPrograms('initdb', machine.path).map((program) => dirname(realpathSync(program))),
    ...machine.postgresInstallations.flatMap(listInstallations),
  ]
  if (embedded === undefined) tried.push(`npm has no binaries for ${process.platform}-${process.arch}`)
  for (const folder of new Set(folders)) {
    const postgres = join(folder, 'postgres')
    const initdb = join(folder, 'initdb')
    if (!isProgram(postgres) || !isProgram(initdb)) continue
    const answer = await runCommand(postgres, ['--version'], { ...owner, cwd: '/', timeoutMs: 10_000 })
    const version = /\d+(?:\.\d+)*/.exec(answer.stdout)?.[0]
    if (answer.code === 0 && version !== undefined) return { postgres, initdb, version }
    tried.push(`${postgres} does not run (${readLastWords(answer.stderr)})`)
  }
  throw new LocalServerError(
    `no postgresql found: ${[...tried, 'nothing else on PATH or in the usual places'].join('; ')}: install postgresql, or set DATABASE_URL`,
  )
}

/** The folder of the programs, copied where `owner` can read it when the checkout lies in a private place. */
async function openToOwner({ root, version }: EmbeddedBinaries, owner: Owner | undefined): Promise<string> {
  if (owner === undefined || isOpenToAll(join(root, 'bin'))) return join(root, 'bin')
  const temporary = findTemporaryFolder()
  return join(await publishBinaries(root, join(temporary, `sluice-local-postgresql-${version}`)), 'bin')
}

function listInstallations(parent: string): string[] {
  let names: string[] = []
  try {
    names = readdirSync(parent).filter((name) => /^(\d+|pgsql-\d+|postgresql(@\d+)?)$/.test(name))
  } catch {
    return []
  }
  const version = (name: string) => Number(/\d+/.exec(name)?.[0] ?? Infinity)
  return names.sort((a, b) => version(b) - version(a)).map((name) => join(parent, name, 'bin'))
}
