import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runProgram } from '../program.ts'
import { openInstallation, type Installation } from '../testing/open-installation.ts'

const PRETTY = /^\S+ \S+Z info {2}mapper worker ready httpPort=\d+$/m
const GREEN_INFO = '\u001B[32minfo '

let installation: Installation

beforeAll(async () => {
  installation = await openInstallation({ SLUICE_HTTP_PORT: '0' })
})

afterAll(() => installation.close())

/** Runs a mapper until it is ready, on a terminal, and returns what it printed. */
async function startMapperOnTerminal(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const signals = new EventEmitter()
  let printed = ''
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString()
      if (printed.includes('worker ready')) signals.emit('SIGTERM')
      done()
    },
  })
  const codes: unknown[] = []
  const host = Object.create(process, {
    argv: { value: ['node', 'sluice', 'start', 'mapper'] },
    env: { value: { ...installation.env, ...env } },
    stdout: { value: Object.assign(stdout, { isTTY: true }) },
    on: { value: signals.on.bind(signals) },
    exit: { value: (code: unknown) => codes.push(code) },
  }) as NodeJS.Process
  await runProgram(host, 'tester')
  expect(codes).toEqual([0])
  return printed
}

describe('start on a terminal', () => {
  test('logs lines for people, in colours', async () => {
    const printed = await startMapperOnTerminal({ TERM: 'xterm' })
    expect(printed).toContain(GREEN_INFO)
    expect(stripVTControlCharacters(printed)).toMatch(PRETTY)
  })

  test('heeds NO_COLOR', async () => {
    const printed = await startMapperOnTerminal({ NO_COLOR: '1' })
    expect(printed).not.toContain('\u001B')
    expect(printed).toMatch(PRETTY)
  })
})

describe('start elsewhere', () => {
  test('logs JSON', async () => {
    const { child, ended } = installation.start(['start', 'mapper'])
    child.stdout?.on('data', (text: string) => text.includes('worker ready') && child.kill('SIGTERM'))
    const { code, stdout } = await ended
    expect(code).toBe(0)
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toContainEqual(expect.objectContaining({ msg: 'worker ready', name: 'sluice-mapper' }))
  })
})
