import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SluiceError } from '../errors/index.ts'
import type { Metrics } from './metrics.ts'

export interface HealthServer {
  readonly port: number
  close(): Promise<void>
}

export interface HealthServerOptions {
  /** An address of this machine; `::` is all of them. */
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  readonly metrics: Metrics
  /** Throws while the process cannot do its work. */
  readonly checkReady: () => Promise<void>
}

/** Serves /livez (the process runs), /readyz (it can work) and /metrics (Prometheus text). */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { host } = options
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
    server.once('error', (cause: NodeJS.ErrnoException) => reject(createListenError(cause, options)))
    // Without a host Node takes IPv4 where a machine has no IPv6.
    server.listen({ port: options.port, ...(host === '::' ? {} : { host }) }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function createListenError(cause: NodeJS.ErrnoException, { host, port }: HealthServerOptions): Error {
  if (cause.code === 'EADDRINUSE') {
    return new SluiceError(
      'port_in_use',
      `port ${port} is in use: set SLUICE_HTTP_PORT to another, or to 0 for any`,
      { cause },
    )
  }
  return new SluiceError(
    'environment_invalid',
    `environment: the health pages cannot listen on ${host} (${cause.code}): set SLUICE_HTTP_HOST to an address of this machine`,
    { cause },
  )
}
