import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { BODY_LIMIT_BYTES } from '../limits.ts'
import { type Emulator, startEmulator } from '../server.ts'

let emulator: Emulator

beforeEach(async () => {
  emulator = await startEmulator()
})

afterEach(async () => {
  await emulator.close()
})

/** A valid batch of exactly so many bytes, in characters of two bytes, as many small events. */
function createBodyOf(bytes: number): Buffer {
  const filler = (count: number): object => ({
    type: 'page',
    userId: 'u',
    x: 'é'.repeat(Math.floor(count / 2)) + 'x'.repeat(count % 2),
  })
  const batch = Array.from({ length: 20 }, () => filler(20_000))
  const emptyBytes = Buffer.byteLength(
    JSON.stringify({ writeKey: 'key', batch: [...batch, filler(0)], y: '' }),
  )
  const body = { writeKey: 'key', batch: [...batch, filler(0)], y: 'y'.repeat(bytes - emptyBytes) }
  return Buffer.from(JSON.stringify(body))
}

async function send(body: Buffer, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  const url = `${emulator.url}/v1/batch`
  const request = httpRequest(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  return response
}

describe('the size of a body', () => {
  test.each([
    [BODY_LIMIT_BYTES, 200, 21],
    [BODY_LIMIT_BYTES + 1, 400, 0],
  ])('%i bytes of UTF-8 are answered %i', async (bytes, status, accepted) => {
    const body = createBodyOf(bytes)
    expect(body.length).toBe(bytes)
    expect((await send(body, {})).statusCode).toBe(status)
    expect((await send(body, { 'transfer-encoding': 'chunked' })).statusCode).toBe(status)
    expect(emulator.counts()).toMatchObject({ requests: 2, accepted: accepted * 2 })
    expect(emulator.requests()).toMatchObject([{ bytes }, { bytes }])
  })

  test('a body of some megabytes is read to its end, so that the client hears the 400', async () => {
    const response = await send(Buffer.alloc(8 * 1024 * 1024, 0x20), {})
    expect(response.statusCode).toBe(400)
    expect(emulator.requests()).toMatchObject([{ bytes: 8 * 1024 * 1024, status: 400 }])
  })

  test('a body that does not end is cut off, and little of it is read', async () => {
    const { hostname, port } = new URL(emulator.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(
      'POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    )
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 0x20), Buffer.from('\r\n')])
    const pump = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    }
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('drain', pump).resume()
    pump()
    await closed
    expect(emulator.counts()).toMatchObject({ requests: 1, statuses: { 400: 1 } })
    expect(emulator.requests()[0]?.bytes).toBeLessThan(17 * 1024 * 1024)
  })

  test('a client that leaves in the middle of its body leaves no trace', async () => {
    const { hostname, port } = new URL(emulator.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      'POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"batch"',
    )
    socket.end()
    socket.resume()
    await once(socket, 'close')
    expect((await send(createBodyOf(BODY_LIMIT_BYTES), {})).statusCode).toBe(200)
    expect(emulator.counts()).toMatchObject({ requests: 1 })
  })
})
