import { afterEach, describe, expect, test } from '@jest/globals'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { openHttpTrackingApi } from './open-http-tracking-api.ts'
import type { TrackingApi } from './tracking-api.ts'

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'
const PROCESSING = 'HTTP/1.1 102 Processing\r\n\r\n'
const ANSWER =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{"success":true}'
const TARGET = { region: 'us-west-2', writeKey: 'a-write-key' } as const
const BODY = Buffer.from('{"batch":[]}')

/** Opens a server that writes these pieces in answer to each request, each piece once the one before it has left. */
async function openRawServer(
  pieces: readonly string[],
): Promise<{ readonly server: Server; readonly sockets: Socket[] }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      if (bytes.includes('"batch":[]}')) writeNext(socket, pieces)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, sockets }
}

function writeNext(socket: Socket, [piece, ...rest]: readonly string[]): void {
  if (piece !== undefined) socket.write(piece, () => setImmediate(() => writeNext(socket, rest)))
}

describe('an interim answer that nobody has asked for', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  const open = async (
    pieces: readonly string[],
  ): Promise<{ readonly api: TrackingApi; readonly sockets: Socket[] }> => {
    const { server, sockets } = await openRawServer(pieces)
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    const api = openHttpTrackingApi({
      endpoints: { 'us-west-2': base, 'eu-west-1': base },
      userAgent: 'test',
    })
    closing.push(async () => {
      await api.close()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    })
    return { api, sockets }
  }

  test.each([
    ['before the answer', [CONTINUE, ANSWER]],
    ['in one piece with it', [CONTINUE + ANSWER]],
    ['twice', [CONTINUE, CONTINUE + ANSWER]],
    ['with headers of its own', [`HTTP/1.1 100 Continue\r\nserver: proxy\r\n\r\n${ANSWER}`]],
    ['byte by byte', (CONTINUE + ANSWER).split('')],
    ['beside another', [CONTINUE, PROCESSING, ANSWER]],
    ['of another kind', [PROCESSING, ANSWER]],
    ['nowhere', [ANSWER]],
    ['nowhere, byte by byte', ANSWER.split('')],
  ])('%s is passed over, on a connection that is kept', async (_where, pieces) => {
    const { api, sockets } = await open(pieces)
    for (let posts = 0; posts < 6; posts += 1) {
      expect(await api.post(TARGET, BODY, async () => true)).toMatchObject({
        kind: 'answer',
        status: 200,
        content: 'accepted',
      })
    }
    // The next request may come before the pool knows that the connection is free.
    expect(sockets.length).toBeLessThanOrEqual(2)
  })
})
