import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { findTemporaryFolder } from './find-temporary-folder.ts'
import { LocalServerError } from './local-server-error.ts'

/**
 * Where downloads are kept: `sluice` under XDG_CACHE_HOME or ~/.cache, or, for a user whose home cannot be
 * written, a temporary folder of theirs. Programs are run from it, so one that others may write to is refused.
 */
export function findCacheFolder(env: { readonly XDG_CACHE_HOME?: string | undefined }): string {
  const uid = process.getuid?.()
  const base =
    env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(homedir(), '.cache')
  const folders = [join(base, 'sluice'), join(findTemporaryFolder(), `sluice-cache-${uid}`)]
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      accessSync(folder, constants.W_OK)
      const { uid: owner, mode } = lstatSync(folder)
      if (owner === uid && (mode & 0o022) === 0) return folder
    } catch {
      // The next one.
    }
  }
  throw new LocalServerError(
    `no folder for downloads: ${folders.join(' and ')} cannot be written or belong to somebody else: set XDG_CACHE_HOME to one of yours`,
  )
}
