import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const made: string[] = []

/** A new folder under the temporary one of this machine. */
export function makeFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-local-test-'))
  made.push(path)
  return path
}

/** Removes every folder that was made so far. */
export async function removeFolders(): Promise<void> {
  await Promise.all(made.splice(0).map((path) => rm(path, { recursive: true, force: true })))
}
