import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A reverse proxy that serves a console under a path, and nothing beside it. */
export interface TestProxy {
  readonly url: string
  /** What was asked of it outside of the path. */
  readonly strays: readonly string[]
  close(): Promise<void>
}

/** Starts one; `strips` takes the path off before the request is passed on, as some proxies do. */
export async function startProxy(
  consoleUrl: string,
  { path, strips }: { readonly path: string; readonly strips: boolean },
): Promise<TestProxy> {
  const strays: string[] = []
  const server = createServer((request, response) => {
    const { method = 'GET', url = '', headers } = request
    if (url !== path && !url.startsWith(`${path}/`) && !url.startsWith(`${path}?`)) {
      strays.push(`${method} ${url}`)
      response.writeHead(404).end()
      return
    }
    const passed = strips ? url.slice(path.length) || '/' : url
    const upstream = ask(consoleUrl, { method, path: passed, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    strays,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
