import type { Driver, DuckDBInstance } from './driver.ts'
import { openFiles, type Files } from './open-files.ts'
import type { DuckdbSettings } from './options.ts'

/** Files that are open in this process, and for whom. */
interface OpenedFiles {
  /** Of the settings: only who wants the very same may join. */
  readonly key: string
  readonly files: ReadonlySet<string>
  readonly opened: Promise<{ readonly instance: DuckDBInstance; readonly catalog: string | null }>
  users: number
  /** Of users that leave as soon as they are told that somebody else needs more of the files. */
  readonly yielding: Set<() => void>
}

interface Waiter {
  readonly files: ReadonlySet<string>
  /** True for one that others need not make way for. */
  readonly isYielding: boolean
  admit(): boolean
}

export interface FileUse {
  readonly instance: DuckDBInstance
  /** How the user's file is called there; null where it is not open. */
  readonly catalog: string | null
  /** Resolves when the files are closed, if nobody else has them open. */
  release(): Promise<void>
}

// The locks of a file belong to the process: the first of two instances to close a file would take them from the other.
const openFilesHere = new Set<OpenedFiles>()
const waiting: Waiter[] = []

/**
 * Opens what is needed of a source's files, or joins whoever has them open in this process already; a file is open
 * once at most. Who needs more than is open waits until that is closed, in the order of asking. Whoever is last to
 * release them closes the files, so that other processes can open them between two pieces of work. Who can be told to
 * make way (`onWanted`) is, as soon as somebody who cannot waits for nobody else.
 */
export async function useFiles(
  driver: Driver,
  settings: DuckdbSettings,
  files: Files,
  {
    signal,
    onWanted,
  }: { readonly signal?: AbortSignal | undefined; readonly onWanted?: (() => void) | undefined } = {},
): Promise<FileUse> {
  signal?.throwIfAborted()
  const key = JSON.stringify({ ...settings, sourceId: '', lockPatienceMs: 0, statementTimeoutMs: 0 })
  const wanted = new Set(listFiles(settings, files))
  const opened = await new Promise<OpenedFiles>((resolve, reject) => {
    const waiter: Waiter = {
      files: wanted,
      isYielding: onWanted !== undefined,
      admit() {
        const found = join(key, wanted) ?? open(driver, settings, files, key)
        if (found === null) return false
        signal?.removeEventListener('abort', onAbort)
        found.users += 1
        if (onWanted !== undefined) found.yielding.add(onWanted)
        resolve(found)
        return true
      },
    }
    const onAbort = (): void => {
      waiting.splice(waiting.indexOf(waiter), 1)
      reject(signal?.reason as Error)
      admitWaiting()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    waiting.push(waiter)
    admitWaiting()
  })
  let isReleased = false
  const release = async (): Promise<void> => {
    if (isReleased) return
    isReleased = true
    opened.users -= 1
    if (onWanted !== undefined) opened.yielding.delete(onWanted)
    if (opened.users === 0) await close(opened)
    else admitWaiting()
  }
  try {
    return { ...(await opened.opened), release }
  } catch (error) {
    await release()
    throw error
  }
}

function listFiles({ path, state }: DuckdbSettings, files: Files): readonly string[] {
  return [...(files === 'state' ? [] : [path]), ...(files === 'data' ? [] : [state])]
}

/** What is open already and has all that is wanted. */
function join(key: string, wanted: ReadonlySet<string>): OpenedFiles | null {
  for (const each of openFilesHere) {
    if (each.key === key && each.users > 0 && [...wanted].every((file) => each.files.has(file))) return each
  }
  return null
}

function open(driver: Driver, settings: DuckdbSettings, files: Files, key: string): OpenedFiles | null {
  const wanted = new Set(listFiles(settings, files))
  if ([...openFilesHere].some((each) => overlap(each.files, wanted))) return null
  const found = {
    key,
    files: wanted,
    opened: openFiles(driver, settings, files),
    users: 0,
    yielding: new Set<() => void>(),
  }
  openFilesHere.add(found)
  return found
}

async function close(closing: OpenedFiles): Promise<void> {
  // No one may join any more, nor open the same files before they are closed.
  const opened = await closing.opened.catch(() => null)
  opened?.instance.closeSync()
  openFilesHere.delete(closing)
  admitWaiting()
}

/** Lets in whoever can go on, but nobody before one who has waited longer for the same file. */
function admitWaiting(): void {
  const passedOver: Waiter[] = []
  for (const waiter of waiting.splice(0)) {
    const mustWait = passedOver.some(({ files }) => overlap(files, waiter.files))
    if (mustWait || !waiter.admit()) passedOver.push(waiter)
  }
  waiting.push(...passedOver)
  for (const { files, isYielding } of passedOver) if (!isYielding) askToYield(files)
}

/** Tells those who make way that files are wanted, where nobody else has these open. */
function askToYield(wanted: ReadonlySet<string>): void {
  for (const { files, users, yielding } of openFilesHere)
    if (overlap(files, wanted) && yielding.size === users) for (const leave of yielding) leave()
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((file) => b.has(file))
}
