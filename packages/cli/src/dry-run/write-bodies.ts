import { randomBytes } from 'node:crypto'
import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import { openBodyReader } from '@sluice/shared/bodies'
import { SluiceError } from '@sluice/shared/errors'
import { generateKeyPair } from '@sluice/shared/secrets'
import { cancelSync } from '@sluice/operations/syncs/cancel-sync'
import { readSync } from '@sluice/operations/syncs/read-sync'
import { startDryRun, type StartDryRunInput } from '@sluice/operations/dry-runs/start-dry-run'
import type { QueueDeps } from '../commands/with-extract-queue.ts'
import { watchSync, type WatchedSync, type WatchOptions } from '../commands/follow-sync.ts'
import type { Shell } from '../shell.ts'
import { openOutFile, type OutFile } from './open-out-file.ts'

const SHARED_SECRET_BYTES = 32

/**
 * Runs a dry run and writes the bodies of its requests to a file; they come sealed to a key of this process. Whatever
 * ends the waiting ends the dry run, and leaves no file behind.
 */
export async function writeBodies(
  shell: Shell,
  deps: QueueDeps,
  { path, ...input }: StartDryRunInput & { readonly path: string },
  options: WatchOptions,
): Promise<WatchedSync> {
  const file = await openOutFile(path)
  try {
    const { publicKey, privateKey } = await generateKeyPair()
    const bodiesTo = { publicKey, sharedSecret: randomBytes(SHARED_SECRET_BYTES).toString('base64') }
    const reader = await openBodyReader(deps, bodiesTo, privateKey, file)
    try {
      const started = await startDryRun(deps, { ...input, bodiesTo }, shell.user)
      const ended = new AbortController()
      const reading = reader.read(ended.signal)
      try {
        const watched = await Promise.race([
          watchSync(shell, deps, started, {
            ...options,
            signal: AbortSignal.any([options.signal, ended.signal]),
          }),
          // Only where it fails: a disk that is full, say.
          reading.then(() => new Promise<never>(() => {})),
        ])
        if (isRunning(watched.sync.status)) return { ...watched, sync: await end(shell, deps, started) }
        if (watched.sync.status === 'succeeded') await finish(file, watched.sync, reading)
        return watched
      } catch (error) {
        await end(shell, deps, started)
        throw error
      } finally {
        ended.abort()
        await reading.catch(() => {})
      }
    } finally {
      await reader.close()
    }
  } finally {
    await file.abandon()
  }
}

async function finish(
  file: OutFile,
  { id, forecast }: SyncDocument,
  reading: Promise<number | null>,
): Promise<void> {
  const bodies = await reading
  if (bodies !== forecast?.requests)
    throw new SluiceError(
      'unexpected',
      `dry run ${id} has made ${forecast?.requests} requests, and ${bodies} have come`,
    )
  await file.finish()
}

/** Nobody wants it any more. */
async function end(shell: Shell, deps: QueueDeps, { id }: SyncDocument): Promise<SyncDocument> {
  try {
    return await cancelSync(deps, { sync: id }, shell.user)
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'sync_ended') throw error
    return readSync(deps, { sync: id })
  }
}
