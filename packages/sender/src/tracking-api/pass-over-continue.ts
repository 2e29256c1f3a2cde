import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'

const INTERIM = /^HTTP\/1\.[01] 100\b[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/
const START = 'HTTP/1.1 100'
const INTERIM_LIMIT_BYTES = 8_192
const NOTHING: Buffer = Buffer.alloc(0)

/**
 * Connections on which `100 Continue` is passed over, as HTTP wants it wherever a server sends it (RFC 9110, 15.2.1).
 * undici gives up a connection on which it comes unasked, and what was posted there would be posted again and again.
 */
export function passOverContinue(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error === null) callback(null, filterContinue(socket))
      else callback(error, null)
    })
}

/** An answer begins where something was written before: there alone an interim answer can stand. */
function filterContinue<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  let isExpecting = true
  let held: Buffer = NOTHING

  socket.write = (...args: unknown[]): boolean => {
    isExpecting = true
    return write(...args)
  }
  socket.read = (size?: number): Buffer | null => {
    for (;;) {
      const chunk = read(size)
      if (chunk === null || !isExpecting) return chunk
      held = stripContinue(Buffer.concat([held, chunk]))
      if (held.length === 0 || mayBecomeContinue(held)) continue
      const answer = held
      held = NOTHING
      isExpecting = false
      return answer
    }
  }
  return socket
}

function stripContinue(bytes: Buffer): Buffer {
  let rest = bytes
  for (;;) {
    const found = INTERIM.exec(rest.toString('latin1', 0, INTERIM_LIMIT_BYTES))
    if (found === null) return rest
    rest = rest.subarray(found[0].length)
  }
}

function mayBecomeContinue(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, START.length)
  return START.startsWith(start) && bytes.length < INTERIM_LIMIT_BYTES
}
