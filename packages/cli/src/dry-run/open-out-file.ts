import { open, rename, stat, unlink } from 'node:fs/promises'
import type { BodySink } from '@sluice/shared/bodies'
import { SluiceError } from '@sluice/shared/errors'

/** A file that is there under its name once it is whole. */
export interface OutFile extends BodySink {
  /** Gives it its name; what lay there before is gone. */
  finish(): Promise<void>
  /** Leaves nothing behind; what lay there before stays. Does nothing after `finish`. */
  abandon(): Promise<void>
}

// Bodies hold what rows hold.
const MODE = 0o600
const NEWLINE = Buffer.from('\n')

/**
 * Opens a file for one body a line. It is written beside its place, as `<path>.partial`. Fails with `file_invalid`.
 */
export async function openOutFile(path: string): Promise<OutFile> {
  await refuseSpecial(path)
  const partial = `${path}.partial`
  const openPartial = () => open(partial, 'w', MODE).catch((error: unknown) => fail(path, error))
  let handle = await openPartial()
  let isOpen = true
  const close = async (): Promise<void> => {
    isOpen = false
    await handle.close()
  }
  return {
    async begin() {
      await handle.close()
      handle = await openPartial()
    },
    async write(body) {
      await handle.appendFile(Buffer.concat([body, NEWLINE])).catch((error: unknown) => fail(path, error))
    },
    async finish() {
      await handle.sync()
      await close()
      await rename(partial, path).catch((error: unknown) => fail(path, error))
    },
    async abandon() {
      if (!isOpen) return
      await close()
      await unlink(partial)
    },
  }
}

async function refuseSpecial(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found !== null && !found.isFile()) {
    const what = found.isDirectory() ? 'this is a directory' : 'this is no ordinary file'
    throw new SluiceError('file_invalid', `${path}: ${what}: name a file to write to`)
  }
}

function fail(path: string, cause: unknown): never {
  const { code = '' } = cause as NodeJS.ErrnoException
  const why = REASONS[code] ?? `the file cannot be written (${code})`
  throw new SluiceError('file_invalid', `${path}: ${why}`, { cause })
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'there is no such directory',
  EACCES: 'this user may not write there',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
}
