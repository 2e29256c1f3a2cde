import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgramFinding } from '../local-program.ts'

/** What is wanted of the packages of Debian or Ubuntu. */
export interface WantedProgram {
  /** Name of the package that brings it. */
  readonly packageName: string
  /** Where the program lies in what was unpacked, such as `usr/bin/redis-server`. */
  readonly place: string
  readonly check: (command: string, libraries: readonly string[]) => Promise<ProgramFinding>
}

/** The program that was unpacked into a folder earlier, if it still runs on this machine. */
export async function findDownloadedProgram(
  folder: string,
  { place, check }: Pick<WantedProgram, 'place' | 'check'>,
): Promise<ProgramFinding> {
  const command = join(folder, place)
  return existsSync(command) ? check(command, listLibraryFolders(folder)) : undefined
}

function listLibraryFolders(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const libraries = entries.filter((entry) => !entry.isDirectory() && /\.so(\.\d+)*$/.test(entry.name))
  return [...new Set(libraries.map((entry) => entry.parentPath))]
}
