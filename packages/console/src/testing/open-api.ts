import { createToken } from '@sluice/operations/tokens/create-token'
import type { TestConsole } from './open-console.ts'

/** What was answered, with its body as JSON. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  // Tests look into it.
  readonly body: Readonly<Record<string, unknown>> & { readonly items?: readonly Record<string, unknown>[] }
  readonly text: string
}

/** How a test asks the API. */
export interface ApiRequest {
  /** A token, or `ops` and `eve` of the console; nobody where it is null. */
  readonly as?: string | null
  /** Sent as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a console's API, as an operator with a token unless told otherwise. */
export type AskApi = (method: string, path: string, request?: ApiRequest) => Promise<ApiAnswer>

/** Makes a token of each role, and a way to ask with them. */
export async function openApi(console: TestConsole): Promise<{
  readonly ask: AskApi
  readonly operator: string
  readonly viewer: string
}> {
  const make = async (role: 'operator' | 'viewer'): Promise<string> =>
    (await createToken({ db: console.db }, { name: role, role }, 'test')).token
  const [operator, viewer] = [await make('operator'), await make('viewer')]
  const ask: AskApi = async (method, path, { as = operator, body, headers = {} } = {}) => {
    const isAccount = as === 'ops' || as === 'eve'
    const response = await console.ask(`/api/v1${path}`, {
      method,
      as: isAccount ? as : 'nobody',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as === null || isAccount ? {} : { authorization: `Bearer ${as}` }),
        ...headers,
      },
    })
    const text = await response.text()
    const parsed = text === '' ? {} : (JSON.parse(text) as ApiAnswer['body'])
    return { status: response.status, headers: response.headers, body: parsed, text }
  }
  return { ask, operator, viewer }
}
