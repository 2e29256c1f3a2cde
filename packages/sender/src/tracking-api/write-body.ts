/** Breaks off a request that may not go on. */
export class WithdrawnError extends Error {
  override readonly name = 'WithdrawnError'
}

/** Small enough to leave in one write, whatever the network's buffers have taken before it. */
const LAST_PIECE_BYTES = 1_024

/**
 * A body in two pieces. A server has no request before it has the last one, which is
 * not given until all before it has been handed to the network: a process that was
 * stopped meanwhile, or waited for a connection, is asked first whether it may go on.
 */
export async function* writeBody(body: Buffer, mayGoOn: () => Promise<boolean>): AsyncGenerator<Buffer> {
  const cut = Math.max(body.length - LAST_PIECE_BYTES, 0)
  for (const piece of [body.subarray(0, cut), body.subarray(cut)]) {
    if (piece.length === 0) continue
    if (!(await mayGoOn())) throw new WithdrawnError('the request may not go on')
    yield piece
  }
}
