import type { IncomingMessage } from 'node:http'

/**
 * A body above the limit is read to its end and thrown away, so that the client hears
 * the answer; beyond this it is cut off.
 */
const DRAIN_LIMIT_BYTES = 16 * 1024 * 1024

/**
 * A body as far as it was read: `body` is null if it was larger than the limit (then nothing
 * of it was kept), `isComplete` is false if the client left or would not stop sending.
 */
export interface BodyReading {
  readonly body: Buffer | null
  readonly bytes: number
  readonly isComplete: boolean
}

/** Reads a body of at most `limitBytes`; never holds more than that in memory. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<BodyReading> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let bytes = 0
    const finish = (isComplete: boolean): void => {
      request.off('data', collect).off('end', end).off('close', leave)
      resolve({ body: bytes > limitBytes ? null : Buffer.concat(chunks, bytes), bytes, isComplete })
    }
    const collect = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes <= limitBytes) chunks.push(chunk)
      else chunks = []
      if (bytes > DRAIN_LIMIT_BYTES) finish(false)
    }
    const end = (): void => finish(true)
    const leave = (): void => finish(false)
    request.on('data', collect).on('end', end).on('close', leave)
  })
}
