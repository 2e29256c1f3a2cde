import { connect } from 'node:net'

/**
 * Asks for a page under each `user:password` in one write on one connection, and answers with the statuses in order. It
 * is a page that waits as long as it takes: the overview gives up after some seconds.
 */
export function sendAtOnce(
  url: string,
  credentials: readonly string[],
  forwardedFor?: string,
): Promise<number[]> {
  const forwarded = forwardedFor === undefined ? '' : `x-forwarded-for: ${forwardedFor}\r\n`
  return sendRequests(
    url,
    credentials.map(
      (text) => `GET /sources HTTP/1.1\r\nhost: x\r\n${forwarded}authorization: Basic ${btoa(text)}\r\n\r\n`,
    ),
  )
}

/** Writes HTTP requests as they are, all at once, and answers with the statuses in order. */
export function sendRequests(url: string, requests: readonly string[]): Promise<number[]> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.write(requests.join('')))
    socket.setEncoding('latin1').once('error', reject)
    socket.on('data', (part: string) => {
      text += part
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
      if (statuses.length < requests.length) return
      socket.destroy()
      resolve(statuses)
    })
  })
}
