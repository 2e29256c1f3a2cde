import { randomBytes } from 'node:crypto'
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findTemporaryFolder } from './find-temporary-folder.ts'
import { startWatchdog, type Watchdog } from './start-watchdog.mjs'

/** A user and a group of this machine, by number. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** The folder of one server, with what is in it, and the watchdog over both. */
export interface ServerDirectory {
  readonly path: string
  readonly data: string
  readonly logFile: string
  readonly passwordFile: string
  readonly password: string
  /** False for a folder that was given: it stays. */
  readonly isTemporary: boolean
  readonly watchdog: Watchdog
  /** Removes the folder unless it was given, and ends the watchdog. May be called more than once. */
  close(): Promise<void>
}

/**
 * Makes the folder of a server, or opens a given one again with the password it was made with; `owner` gets all of it.
 */
export async function openServerDirectory(
  given: string | undefined,
  owner: Owner | undefined,
): Promise<ServerDirectory> {
  const path = given ?? (await mkdtemp(join(findTemporaryFolder(), 'sluice-local-')))
  const isTemporary = given === undefined
  const watchdog = startWatchdog({ removeDirectory: isTemporary ? path : undefined })
  const closeOnce = async () => {
    if (isTemporary) await rm(path, { recursive: true, force: true, maxRetries: 10 })
    await watchdog.release()
  }
  let closed: Promise<void> | undefined
  const close = () => (closed ??= closeOnce())
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const passwordFile = join(path, 'password')
    const kept = await readFile(passwordFile, 'utf8').catch(() => undefined)
    const password = kept ?? randomBytes(18).toString('base64url')
    if (kept === undefined) await writeFile(passwordFile, password, { mode: 0o600 })
    if (owner !== undefined)
      for (const entry of [path, passwordFile]) await chown(entry, owner.uid, owner.gid)
    const [data, logFile] = [join(path, 'data'), join(path, 'server.log')]
    return { path, data, logFile, passwordFile, password, isTemporary, watchdog, close }
  } catch (error) {
    await close()
    throw error
  }
}
