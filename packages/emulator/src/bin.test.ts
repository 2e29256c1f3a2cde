import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from '@jest/globals'

const BIN = fileURLToPath(new URL('bin.ts', import.meta.url))

interface Running {
  readonly child: ChildProcess
  readonly output: () => string
  readonly errors: () => string
  readonly exited: Promise<number | string>
}

const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function run(...args: readonly string[]): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', '-C', '@sluice/source', BIN, ...args])
  running.push(child)
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal)
  return { child, output: () => output, errors: () => errors, exited }
}

async function readDocument({
  child,
  output,
}: Running): Promise<{ url: string; endpoints: Record<string, string> }> {
  while (!output().includes('\n')) await once(child.stdout!, 'data')
  return JSON.parse(output())
}

describe('sluice-emulator', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'it serves with the options given and stops on %s with exit code 0',
    async (signal) => {
      const emulator = run(
        '--json',
        '--strict',
        '--max-events',
        '1',
        '--write-key',
        'us=key=us-west-2',
        '--write-key',
        'eu-key=eu-west-1',
      )
      const { url, endpoints } = await readDocument(emulator)
      const send = (writeKey: string, body: object): Promise<Response> =>
        fetch(`${endpoints['us-west-2']}/batch`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ...body, writeKey }),
        })
      const batch = [
        { type: 'identify', userId: 'u1' },
        { type: 'identify', userId: 'u2' },
      ]
      expect((await send('us=key', { batch })).status).toBe(200)
      expect((await send('eu-key', { batch })).status).toBe(200)
      expect((await send('other', { batch })).status).toBe(401)
      expect(await (await fetch(`${url}/counts`)).json()).toMatchObject({
        accepted: 2,
        rejectedReasons: { wrong_region: 2 },
      })
      expect(await (await fetch(`${url}/events`)).json()).toMatchObject({
        total: 1,
        events: [{ payload: { userId: 'u2' } }],
      })
      emulator.child.kill(signal)
      expect(await emulator.exited).toBe(0)
    },
  )

  test('it prints the environment lines, and nothing else on standard output', async () => {
    const emulator = run()
    while (!emulator.errors().includes('\n')) await once(emulator.child.stderr!, 'data')
    expect(emulator.output()).toMatch(
      /^SLUICE_ENDPOINT_US_WEST_2=(http:\/\/127\.0\.0\.1:\d+)\/us-west-2\/v1\nSLUICE_ENDPOINT_EU_WEST_1=\1\/eu-west-1\/v1\nSLUICE_SETTINGS_ENDPOINT_US_WEST_2=\1\/us-west-2\/v1\nSLUICE_SETTINGS_ENDPOINT_EU_WEST_1=\1\/eu-west-1\/v1\n$/,
    )
    expect(emulator.errors()).toMatch(/^emulator listens on http:\/\/127\.0\.0\.1:\d+ \(ctrl-c stops it\)\n$/)
  })

  test('a port in use is one line and exit code 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const emulator = run('--port', String(port))
    expect(await emulator.exited).toBe(1)
    expect(emulator.errors()).toBe(
      `sluice-emulator: port ${port} on 127.0.0.1 is in use: choose another one, or 0 for any that is free\n`,
    )
    taken.close()
  })

  test.each([
    [
      ['--write-key', 'secret=mars'],
      'error: --write-key number 1: expected KEY=REGION, REGION being us-west-2 or eu-west-1\n',
    ],
    [
      ['--port', '70000'],
      "error: option '--port <number>' argument '70000' is invalid. expected an integer from 0 to 65535.\n",
    ],
    [
      ['--requests-per-second', '0'],
      "error: option '--requests-per-second <number>' argument '0' is invalid. expected a number above 0.\n",
    ],
  ])('%j is one line and exit code 2', async (args, message) => {
    const emulator = run(...args)
    expect(await emulator.exited).toBe(2)
    expect(emulator.errors()).toBe(message)
  })
})
