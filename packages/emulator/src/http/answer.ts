import type { ServerResponse } from 'node:http'

/** An HTTP answer, ready to be written. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: Buffer
}

/** An answer whose body is JSON. */
export function createJsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string | number>> = {},
): Answer {
  const body = Buffer.from(JSON.stringify(value))
  return {
    status,
    headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers },
    body,
  }
}

/** An answer whose body is a text that browsers show. */
export function createPageAnswer(
  status: number,
  text: string,
  headers: Readonly<Record<string, string | number>> = {},
): Answer {
  const body = Buffer.from(text)
  return { status, headers: { 'content-type': 'text/html', 'content-length': body.length, ...headers }, body }
}

/** Writes an answer and ends the exchange. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers)
  response.end(body)
}

/** Writes JSON and ends the exchange. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendAnswer(response, createJsonAnswer(status, value))
}
