import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './answer.ts'

/** Writes the head of an answer at once and its body byte by byte over `overMs`; stops if the client leaves. */
export async function dripAnswer(
  response: ServerResponse,
  { status, headers, body }: Answer,
  overMs: number,
  closing: AbortSignal,
): Promise<void> {
  response.writeHead(status, headers)
  response.flushHeaders()
  for (const byte of body) {
    await sleep(overMs / body.length, undefined, { signal: closing })
    if (response.destroyed) return
    response.write(Buffer.of(byte))
  }
  response.end()
}
