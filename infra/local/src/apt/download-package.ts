import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LocalProgram } from '../local-program.ts'
import { LocalServerError } from '../local-server-error.ts'
import { readLastWords, runCommand } from '../run-command.ts'
import { findDownloadedProgram, type WantedProgram } from './find-downloaded-program.ts'
import { listAptSources, type AptSource } from './list-apt-sources.ts'
import { parseMissingPackages } from './parse-missing-packages.ts'

const APT_PATIENCE_MS = 180_000

/**
 * Debian and Ubuntu: downloads a package, with those it needs and the machine lacks, and
 * unpacks them at `target`. Nothing is installed: no root, no service, no change to the
 * machine. `path` is where apt-get and dpkg are found. Rejects with the reason of the last try.
 */
export async function downloadPackage(
  wanted: WantedProgram,
  target: string,
  path: string,
): Promise<LocalProgram> {
  await mkdir(dirname(target), { recursive: true })
  const making = await mkdtemp(`${target}-`)
  try {
    let complaint = ''
    for (const source of await listAptSources(making)) {
      const unpacked = join(making, 'unpacked')
      const packages = join(making, 'packages')
      for (const folder of [unpacked, packages]) {
        await rm(folder, { recursive: true, force: true })
        await mkdir(folder)
      }
      const failure =
        (await fetchPackages(wanted.packageName, source, packages, path)) ??
        (await unpack(packages, unpacked, path))
      const program =
        failure === undefined ? await findDownloadedProgram(unpacked, wanted) : { complaint: failure }
      if (program !== undefined && 'version' in program) return await keep(wanted, unpacked, target)
      complaint = program?.complaint ?? `the packages hold no ${wanted.place}`
    }
    throw new LocalServerError(complaint)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

async function fetchPackages(
  packageName: string,
  { options, needsUpdate }: AptSource,
  folder: string,
  path: string,
): Promise<string | undefined> {
  const apt = async (...args: string[]) => {
    const env = { ...process.env, PATH: path, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }
    const answer = await runCommand('apt-get', [...options, ...args], {
      cwd: folder,
      env,
      timeoutMs: APT_PATIENCE_MS,
    })
    const failure =
      answer.code === 0 ? undefined : `apt-get ${args.join(' ')}: ${readLastWords(answer.stderr)}`
    return { failure, stdout: answer.stdout }
  }
  if (needsUpdate) {
    const update = await apt('--quiet', 'update')
    if (update.failure !== undefined) return update.failure
  }
  const simulation = await apt('--simulate', '--yes', '--no-install-recommends', 'install', packageName)
  if (simulation.failure !== undefined) return simulation.failure
  return (await apt('download', ...parseMissingPackages(simulation.stdout))).failure
}

async function unpack(packages: string, target: string, path: string): Promise<string | undefined> {
  const env = { ...process.env, PATH: path, LC_ALL: 'C' }
  for (const name of await readdir(packages)) {
    const { code, stderr } = await runCommand('dpkg', ['-x', join(packages, name), target], {
      env,
      timeoutMs: 60_000,
    })
    if (code !== 0) return `dpkg -x ${name}: ${readLastWords(stderr)}`
  }
  return undefined
}

/** Puts what was unpacked in its place; another start may have been first, then theirs is used. */
async function keep(wanted: WantedProgram, unpacked: string, target: string): Promise<LocalProgram> {
  await rename(unpacked, target).catch(() => {})
  const kept = await findDownloadedProgram(target, wanted)
  if (kept !== undefined && 'version' in kept) return kept
  throw new LocalServerError(
    `cannot keep ${wanted.packageName} at ${target}: remove what lies there and run it again`,
  )
}
