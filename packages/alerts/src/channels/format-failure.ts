// The libraries' own codes in words; those of the network (ECONNREFUSED, CERT_HAS_EXPIRED) speak for themselves.
const WORDS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_SOCKET: 'connection lost',
  UND_ERR_DESTROYED: 'connection lost',
  UND_ERR_CLOSED: 'connection lost',
  ETIMEDOUT: 'no answer in time',
  EAUTH: 'the server refuses the user and the password',
  EENVELOPE: 'the server refuses the sender or a recipient',
  EMESSAGE: 'the server refuses the message',
  ESTREAM: 'connection lost',
  ECONNECTION: 'no connection',
  ESOCKET: 'no connection',
  EDNS: 'the host is not known',
  ETLS: 'no TLS',
}

/** Why nothing arrived, in words that quote no URL, no answer and no address. */
export function formatFailure(error: unknown): string {
  const { name, code, cause, responseCode } = error as {
    readonly name?: unknown
    readonly code?: unknown
    readonly cause?: unknown
    readonly responseCode?: unknown
  }
  if (name === 'TimeoutError') return 'no answer in time'
  const said = typeof responseCode === 'number' ? ` (SMTP ${responseCode})` : ''
  if (typeof code === 'string') return `${WORDS[code] ?? code}${said}`
  return cause === undefined ? `the message could not be sent${said}` : formatFailure(cause)
}
