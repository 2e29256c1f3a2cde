import type { LocalServer } from './local-server.ts'
import type { ServerDirectory } from './open-server-directory.ts'
import type { OwnProcess } from './start-own-process.ts'

/** A running process and its folder, as the server they make. */
export function ownServer(
  process: OwnProcess,
  directory: ServerDirectory,
  url: string,
  port: number,
): LocalServer {
  return {
    url,
    port,
    pid: process.pid,
    directory: directory.path,
    stop: async () => {
      await process.stop()
      await directory.close()
    },
    kill: async () => {
      await process.kill()
      // With nothing to remove there is nothing left to watch over.
      if (!directory.isTemporary) await directory.close()
    },
  }
}
