import { chmod, cp, lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalServerError } from '../local-server-error.ts'

/**
 * A copy that lost a file (temporary folders are tidied by age) is left alone, for a
 * server may run from it; the next name is used.
 */
const NAMES = ['', '-2', '-3', '-4'] as const

/**
 * A copy of `root` at `target` that every user of the machine can read; made once, used by
 * all later starts. It is made beside its place and renamed, so nobody ever sees half of it,
 * and what stands in a place is never replaced: of several that start at once, one comes
 * first and the others use its copy. One that somebody else could have put there is refused.
 */
export async function publishBinaries(root: string, target: string): Promise<string> {
  for (const name of NAMES) {
    const place = target + name
    const state = await examine(root, place)
    if (state === 'whole') return place
    if (state === 'damaged') continue
    await copyTo(root, place)
    if ((await examine(root, place)) === 'whole') return place
  }
  throw new LocalServerError(
    `cannot keep a copy of postgresql at ${target}: remove what lies there and run it again`,
  )
}

async function copyTo(root: string, place: string): Promise<void> {
  const making = await mkdtemp(`${place}-making-`)
  try {
    const copy = join(making, 'copy')
    await cp(root, copy, { recursive: true, verbatimSymlinks: true })
    await openToAll(copy)
    // Another start may have been first: its copy is as good.
    await rename(copy, place).catch(() => {})
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

async function examine(root: string, place: string): Promise<'absent' | 'damaged' | 'whole'> {
  const found = await lstat(place).catch(() => undefined)
  if (found === undefined) return 'absent'
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new LocalServerError(`${place} belongs to somebody else: remove it and run it again`)
  }
  const [wanted, kept] = await Promise.all([listFiles(root), listFiles(place)])
  const isWhole = wanted.length === kept.length && wanted.every((line, index) => line === kept[index])
  return isWhole ? 'whole' : 'damaged'
}

/** Every file below a folder, as `path size`. */
async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  const lines = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const { size } = await lstat(path)
    return `${path.slice(root.length)} ${size}`
  })
  return (await Promise.all(lines)).sort()
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}
