import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** True for a file that this process may execute. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The path of every program of that name in a PATH, first found first. */
export function listPrograms(name: string, path: string): string[] {
  const directories = path.split(delimiter).filter((directory) => isAbsolute(directory))
  return [...new Set(directories)].map((directory) => join(directory, name)).filter(isProgram)
}
