import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/** How often a statement that does not end is told to; one that began in the meantime is met by the next time. */
const INTERVAL_MS = 200

/**
 * Runs work on one connection. When the signal is aborted meanwhile, whatever runs there is canceled,
 * again and again until the work has ended: `cancel` asks the server to, from another connection,
 * since this one is busy. Rejects with the signal's reason if the work did not come to its end before.
 */
export async function cancelWhenAborted<T>(
  client: pg.ClientBase,
  signal: AbortSignal,
  cancel: (processId: number) => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const ended = new AbortController()
  let canceling: Promise<void> | undefined
  const onAbort = (): void => {
    canceling = cancelUntil(ended.signal, () => cancel(rows[0]?.pid ?? 0))
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    return await work()
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', onAbort)
    ended.abort()
    await canceling
  }
}

async function cancelUntil(ended: AbortSignal, cancel: () => Promise<void>): Promise<void> {
  while (!ended.aborted) {
    // A server that cannot be reached for this cannot be reached by the statement either.
    await cancel().catch(() => {})
    await sleep(INTERVAL_MS, undefined, { signal: ended }).catch(() => {})
  }
}
