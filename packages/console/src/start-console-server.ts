import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SluiceError } from '@sluice/shared/errors'

export interface ConsoleServer {
  readonly url: string
  close(): Promise<void>
}

/** Answers under way at the end have this long; the process has 28 s for all of its parts. */
const CLOSE_PATIENCE_MS = 5_000

/** Listens with an app; 0 picks a free port. */
export async function startConsoleServer(
  { host, port }: { readonly host: string; readonly port: number },
  app: RequestListener,
): Promise<ConsoleServer> {
  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(createListenError(cause, host, port)))
    server.listen({ host, port }, resolve)
  })
  const { address, family, port: taken } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    async close() {
      const patience = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
      clearTimeout(patience)
    },
  }
}

function createListenError(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  if (cause.code === 'EADDRINUSE') {
    return new SluiceError(
      'port_in_use',
      `port ${port} is in use: set SLUICE_CONSOLE_PORT to another, or to 0 for any`,
      { cause },
    )
  }
  return new SluiceError(
    'environment_invalid',
    `environment: the console cannot listen on ${host} (${cause.code}): set SLUICE_CONSOLE_HOST to an address of this machine`,
    { cause },
  )
}
