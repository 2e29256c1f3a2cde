import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

// The first byte of what a client sends to have a statement run, or parsed.
const STATEMENTS: ReadonlySet<number> = new Set(['Q', 'P'].map((letter) => letter.charCodeAt(0)))

/**
 * A way to a server that is cut, for good, right before its `statements`-th statement:
 * as the server sees it, the client has died.
 */
export interface CuttingProxy {
  /** The same URL, through here. */
  readonly url: string
  isCut(): boolean
  close(): Promise<void>
}

/** Opens a way to the server of a URL. */
export async function openCuttingProxy(url: string, statements: number): Promise<CuttingProxy> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let left = statements
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((client) => {
    keep(client)
    if (left <= 0) {
      client.destroy()
      return
    }
    const upstream = connect({ host: hostname, port: Number(port) })
    keep(upstream)
    client.on('data', (chunk) => {
      if (STATEMENTS.has(chunk[0] ?? 0)) left -= 1
      if (left <= 0) cut()
      else upstream.write(chunk)
    })
    upstream.pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String((server.address() as AddressInfo).port)
  return {
    url: through.toString(),
    isCut: () => left <= 0,
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
