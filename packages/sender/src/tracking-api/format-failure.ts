// The library's own codes, in words for an operator; the network's (ECONNREFUSED,
// CERT_HAS_EXPIRED) speak for themselves.
const REASON_OF_CODE: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_SOCKET: 'connection lost',
  UND_ERR_DESTROYED: 'connection lost',
  UND_ERR_CLOSED: 'connection lost',
}

const REFUSED_TUNNEL = /^Proxy response \((\d{3})\)/

/**
 * Why there is no answer, and never a message that might quote something. What carries no code is a mistake of ours.
 */
export function formatFailure(error: unknown): string {
  const { name, code, message } = error as {
    readonly name?: unknown
    readonly code?: unknown
    readonly message?: unknown
  }
  if (name === 'TimeoutError') return 'no answer in time'
  const [, refusal] = REFUSED_TUNNEL.exec(typeof message === 'string' ? message : '') ?? []
  if (refusal !== undefined) return `the proxy refuses the way out (HTTP ${refusal})`
  if (name === 'HTTPParserError') return 'an answer that is not HTTP'
  if (typeof code !== 'string' || code === 'UND_ERR_INVALID_ARG') throw error
  return REASON_OF_CODE[code] ?? code
}
