import { afterEach } from '@jest/globals'
import { type Emulator, type EmulatorOptions, startEmulator } from '../server.ts'

const open: Emulator[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

/** An emulator that ends with the test. */
export async function start(options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options)
  open.push(emulator)
  return emulator
}

/** Posts a body under a write key. */
export function post(url: string, body: unknown, writeKey = 'us-key'): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const headers = { 'content-type': 'application/json', authorization }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Asks an emulator what it has. */
export async function ask(
  emulator: Emulator,
  path: string,
  method = 'GET',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${emulator.url}${path}`, { method })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** An identify call. */
export const identify = (userId: string, messageId = userId) => ({ type: 'identify', userId, messageId })

/** A write key of each region. */
export const WRITE_KEYS = { 'us-key': 'us-west-2', 'eu-key': 'eu-west-1' } as const
