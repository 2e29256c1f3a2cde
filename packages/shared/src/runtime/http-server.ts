import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SluiceError } from '../errors/index.ts'
import type { Metrics } from './metrics.ts'

export interface HealthServer {
  readonly port: number
  close(): Promise<void>
}

export interface HealthServerOptions {
  /** 0 picks a free one. */
  readonly port: number
  readonly metrics: Metrics
  /** Throws while the process cannot do its work. */
  readonly checkReady: () => Promise<void>
}

/** Serves /livez (the process runs), /readyz (it can work) and /metrics (Prometheus text). */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type }).end(body)
    }
    switch (request.url ?? '') {
      case '/livez':
        return answer(200, 'ok\n')
      case '/readyz':
        options.checkReady().then(
          () => answer(200, 'ok\n'),
          (error: Error) => answer(503, `${error instanceof SluiceError ? error.code : 'not ready'}\n`),
        )
        return
      case '/metrics':
        options.metrics.metrics().then(
          (text) => answer(200, text, options.metrics.contentType),
          () => answer(500, 'metrics could not be collected\n'),
        )
        return
      default:
        return answer(404, 'try /livez, /readyz or /metrics\n')
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new SluiceError(
              'port_in_use',
              `port ${options.port} is in use: set SLUICE_HTTP_PORT to another, or to 0 for any`,
              {
                cause,
              },
            )
          : cause,
      ),
    )
    server.listen(options.port, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
