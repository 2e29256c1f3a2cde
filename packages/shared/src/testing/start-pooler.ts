import { randomInt } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Client } from 'pg'

/**
 * A pooler in transaction mode before a PostgreSQL server, as PgBouncer is one: it
 * knows one database and asks for no password.
 */
export interface TestPooler {
  readonly url: string
  close(): Promise<void>
}

/** A session of the server, and for which client it works just now. */
interface Session {
  readonly socket: Socket
  readonly client: Client
  serves: Guest | null
}

/** A client of the pooler, with what it has sent while no session was free. */
interface Guest {
  readonly socket: Socket
  pending: Buffer[]
  /** Answers that are still to come before the session is free, unless a transaction is open. */
  expected: number
}

const SSL_REQUEST = 80_877_103
const READY = 'Z'.charCodeAt(0)
const [QUERY, SYNC, TERMINATE] = ['Q', 'S', 'X'].map((letter) => letter.charCodeAt(0))

/** Starts one with a few sessions, which take turns: no two transactions in a row meet in one while another is free. */
export async function startPooler(serverUrl: string, sessions = 3): Promise<TestPooler> {
  const free: Session[] = []
  const waiting: Guest[] = []
  const open: Session[] = []

  const serve = (): void => {
    while (free.length > 0 && waiting.length > 0) {
      const [session, guest] = [free.shift()!, waiting.shift()!]
      session.serves = guest
      for (const part of guest.pending.splice(0)) session.socket.write(part)
    }
  }
  const forward = (guest: Guest, message: Buffer): void => {
    if (message[0] === TERMINATE) return
    if (message[0] === QUERY || message[0] === SYNC) guest.expected += 1
    const session = open.find(({ serves }) => serves === guest)
    if (session !== undefined) return void session.socket.write(message)
    guest.pending.push(message)
    if (!waiting.includes(guest)) waiting.push(guest)
    serve()
  }
  const answer = (session: Session, message: Buffer): void => {
    const guest = session.serves
    if (guest === null) return
    guest.socket.write(message)
    if (message[0] !== READY) return
    guest.expected -= 1
    if (guest.expected > 0 || message.at(-1) !== 'I'.charCodeAt(0)) return
    session.serves = null
    free.push(session)
    serve()
  }

  for (let count = 0; count < sessions; count += 1) {
    const client = new Client({ connectionString: serverUrl })
    await client.connect()
    client.on('error', () => {})
    // Signed in by the driver, and from here on ours.
    const socket = (client as unknown as { connection: { stream: Socket } }).connection.stream
    socket.removeAllListeners('data')
    const session: Session = { socket, client, serves: null }
    socket.on(
      'data',
      createReader((message) => answer(session, message)),
    )
    open.push(session)
    free.push(session)
  }

  const server = createServer((socket) => {
    const guest: Guest = { socket, pending: [], expected: 0 }
    let isGreeted = false
    const read = createReader((message) => forward(guest, message))
    socket.on('error', () => {})
    socket.on('data', (part: Buffer) => {
      if (isGreeted) return read(part)
      if (part.readInt32BE(4) === SSL_REQUEST) return void socket.write('N')
      isGreeted = true
      socket.write(greet())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(serverUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    async close() {
      for (const { socket } of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Signed in; a process number of the pooler's own; ready. */
function greet(): Buffer {
  const message = (letter: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(5)
    head.write(letter)
    head.writeInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
  }
  const key = Buffer.alloc(8)
  key.writeInt32BE(randomInt(2 ** 30, 2 ** 31 - 1))
  return Buffer.concat([message('R', Buffer.alloc(4)), message('K', key), message('Z', Buffer.from('I'))])
}

/** Cuts a stream into the messages of the protocol: a letter, a length, the rest. */
function createReader(onMessage: (message: Buffer) => void): (part: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (part) => {
    rest = Buffer.concat([rest, part])
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = rest.readInt32BE(1) + 1
      onMessage(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
}
