import { findFreePort } from './find-free-port.ts'
import { PortTakenError } from './port-taken-error.ts'

/**
 * A port can be taken between finding it and listening on it; five times in a row means that something else is wrong.
 */
const ATTEMPTS = 5

/** Calls `start` with a free port, and with another one while it finds its port taken; a fixed port is tried once. */
export async function startOnFreePort<T>(
  fixedPort: number | undefined,
  start: (port: number) => Promise<T>,
): Promise<T> {
  if (fixedPort !== undefined) return start(fixedPort)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await findFreePort())
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof PortTakenError)) throw error
    }
  }
}
