import { chmod, cp, lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalServerError } from '../local-server-error.ts'

/**
 * A copy of `root` at `target` that every user of the machine can read; made once, used by all later starts.
 * The copy is made beside its place and renamed, so nobody ever sees half of it. A copy that lacks a file (temporary folders are
 * tidied by age) is replaced; one that somebody else could have put there is not touched and not used.
 */
export async function publishBinaries(root: string, target: string): Promise<string> {
  if (await isOwnCopy(root, target)) return target
  const making = await mkdtemp(`${target}-`)
  try {
    const copy = join(making, 'copy')
    await cp(root, copy, { recursive: true, verbatimSymlinks: true })
    await openToAll(copy)
    await rename(target, join(making, 'old')).catch(() => {})
    // Another start may have been first: its copy is as good.
    await rename(copy, target).catch(() => {})
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  if (await isOwnCopy(root, target)) return target
  throw new LocalServerError(
    `cannot keep a copy of postgresql at ${target}: remove what lies there and run it again`,
  )
}

async function isOwnCopy(root: string, target: string): Promise<boolean> {
  const found = await lstat(target).catch(() => undefined)
  if (found === undefined) return false
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new LocalServerError(`${target} belongs to somebody else: remove it and run it again`)
  }
  const [wanted, kept] = await Promise.all([listFiles(root), listFiles(target)])
  return wanted.length === kept.length && wanted.every((line, index) => line === kept[index])
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
