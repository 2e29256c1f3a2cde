import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'

/** True when every user of the machine may enter the folder and all those above it. */
export function isOpenToAll(folder: string): boolean {
  const path = resolve(folder)
  try {
    if ((statSync(path).mode & 0o001) === 0) return false
  } catch {
    return false
  }
  return dirname(path) === path || isOpenToAll(dirname(path))
}

/**
 * Where temporary folders go: a root whose own is private uses the one of the machine,
 * because PostgreSQL runs as another user.
 */
export function findTemporaryFolder(): string {
  return process.getuid?.() === 0 && !isOpenToAll(tmpdir()) ? '/tmp' : tmpdir()
}
