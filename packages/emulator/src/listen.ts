import type { Server } from 'node:http'

/** Starts to listen and returns the port; the error of a port in use says what to do. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reason =
    error.code === 'EADDRINUSE'
      ? `port ${port} on ${host} is in use: choose another one, or 0 for any that is free`
      : `cannot listen on port ${port} of ${host}: ${error.code ?? error.message}`
  return new Error(reason, { cause: error })
}
