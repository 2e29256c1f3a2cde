import { SluiceError } from '../errors/index.ts'
import type { SecretPurpose } from '../secrets/index.ts'
import { createLifecycle, type Lifecycle } from './lifecycle.ts'
import { letGoOfSilentRedis } from './let-go-of-silent-redis.ts'
import type { DestinationStream, Logger } from './logger.ts'
import { showControls } from './show-controls.ts'
import { openWorkerContext, type WorkerContext } from './worker-context.ts'

/** One part of a process, such as the sender. */
export interface WorkerPart {
  /** The secrets that it has to open or to seal; it is given no key of another. */
  readonly secrets: readonly SecretPurpose[]
  /** Starts it, and hands what was started to the lifecycle. */
  readonly start: (context: WorkerContext, lifecycle: Lifecycle) => Promise<void>
}

/** After this the process ends even when a part does not stop; Kubernetes kills after 30 s by default. */
export const EXIT_DEADLINE_MS = 28_000

/**
 * Runs workers until SIGTERM or SIGINT, then stops them in the reverse order of their
 * start, and exits: 0 after a signal, 2 for a wrong environment or an unknown schema, 1 for
 * anything else that kept it from starting. Its log goes to standard output, or to `logTo`.
 */
export async function runWorkerProcess(
  host: NodeJS.Process,
  name: string,
  parts: readonly WorkerPart[],
  logTo?: DestinationStream,
): Promise<void> {
  // A template reads and writes times without a zone in that of its process: everywhere
  // the same, whatever the machine's is.
  host.env['TZ'] = 'UTC'
  let log: Logger | undefined
  // The log exists only once the environment has been read; before that nothing is running either.
  const lifecycle = createLifecycle({
    warn: (fields: object, message?: string) => log?.warn(fields, message),
  })
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) host.on(signal, () => resolve(signal))
    // Started with a channel to its parent (by the demo), it shall not outlive it.
    host.on('disconnect', () => resolve('parent gone'))
  })
  let context: WorkerContext | undefined
  const start = async (): Promise<void> => {
    const secrets = parts.flatMap((part) => part.secrets)
    context = await openWorkerContext(lifecycle, host.env, name, secrets, (made) => (log = made), logTo)
    for (const part of parts) await part.start(context, lifecycle)
    log?.info({ httpPort: context.httpPort }, 'worker ready')
  }
  try {
    // A signal ends the start as well: it may be waiting for a server that is away.
    const signal = await Promise.race([start().then(() => stopped), stopped])
    log?.info({ signal }, 'worker stopping')
    setTimeout(() => host.exit(1), EXIT_DEADLINE_MS).unref()
    const letGo = context && letGoOfSilentRedis(context.redis)
    await lifecycle.stop()
    letGo?.()
    log?.info('worker stopped')
    host.exit(0)
  } catch (error) {
    log?.error({ error }, 'worker cannot start')
    const lines = error instanceof SluiceError ? error.lines : [`${name} cannot start: ${String(error)}`]
    host.stderr.write(lines.map((line) => `${showControls(line)}\n`).join(''))
    setTimeout(() => host.exit(1), EXIT_DEADLINE_MS).unref()
    await lifecycle.stop()
    const code = error instanceof SluiceError ? error.code : null
    host.exit(code === 'environment_invalid' || code === 'schema_unknown' ? 2 : 1)
  }
}
