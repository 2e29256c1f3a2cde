import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that came. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A server that people's channels lead to. */
export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** What it answers from now on; null for nothing at all. */
  answer(status: number | null, headers?: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

/** Starts a server that writes down what comes and answers as it is told, 204 at first. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let reply: { readonly status: number | null; readonly headers: Readonly<Record<string, string>> } = {
    status: 204,
    headers: {},
  }
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      })
      if (reply.status !== null) response.writeHead(reply.status, reply.headers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (status, headers = {}) => void (reply = { status, headers }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
