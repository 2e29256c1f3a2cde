import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkRedisProgram } from './check-redis-program.ts'
import type { RedisProgram } from './redis-program.ts'

/** The Redis that was unpacked into a folder earlier, if it still runs on this machine. */
export async function findDownloadedRedis(
  folder: string,
): Promise<RedisProgram | { readonly complaint: string } | undefined> {
  const command = join(folder, 'usr', 'bin', 'redis-server')
  if (!existsSync(command)) return undefined
  return checkRedisProgram(command, listLibraryFolders(folder))
}

function listLibraryFolders(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const libraries = entries.filter((entry) => !entry.isDirectory() && /\.so(\.\d+)*$/.test(entry.name))
  return [...new Set(libraries.map((entry) => entry.parentPath))]
}
