import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT, exportJWK, generateKeyPair } from 'jose'

/** A small OpenID Connect provider: whoever comes is signed in as the person that it is told of. */
export interface TestProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What it says of whoever comes next; a `nonce` here takes the place of the right one. */
  claims: Readonly<Record<string, unknown>>
  /** Has a place at which people are signed out; read once. */
  endsSessions: boolean
  /** Refuses whoever comes. */
  isRefusing: boolean
  /** Query of the last authorization request. */
  readonly lastRequest: URLSearchParams
  close(): Promise<void>
}

interface ProviderAnswer {
  readonly status?: number
  readonly location?: string
  readonly body?: object
}

/** Starts one on a free port of this machine. */
export async function startProvider(): Promise<TestProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }
  const codes = new Map<string, { readonly nonce: string; readonly challenge: string }>()
  const server = createServer((request, response) => {
    void answer(request).then(({ status = 200, location, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) })
      response.end(JSON.stringify(body ?? {}))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const state = {
    issuer,
    clientId: 'sluice',
    clientSecret: 'hunter2',
    claims: {} as Readonly<Record<string, unknown>>,
    endsSessions: true,
    isRefusing: false,
    lastRequest: new URLSearchParams(),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  const answer = async (request: IncomingMessage): Promise<ProviderAnswer> => {
    const url = new URL(request.url ?? '/', issuer)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return {
          body: {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            ...(state.endsSessions ? { end_session_endpoint: `${issuer}/end` } : {}),
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
          },
        }
      case '/keys':
        return { body: { keys: [jwk] } }
      case '/authorize':
        return authorize(url.searchParams)
      case '/token':
        return exchange(new URLSearchParams(await readBody(request)))
      default:
        return { status: 404 }
    }
  }

  const authorize = (query: URLSearchParams) => {
    state.lastRequest = query
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('state', query.get('state') ?? '')
    if (state.isRefusing) back.searchParams.set('error', 'access_denied')
    else {
      const code = randomUUID()
      codes.set(code, { nonce: query.get('nonce') ?? '', challenge: query.get('code_challenge') ?? '' })
      back.searchParams.set('code', code)
    }
    return { status: 302, location: back.href }
  }

  const exchange = async (form: URLSearchParams) => {
    const code = form.get('code') ?? ''
    const known = codes.get(code)
    codes.delete(code)
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isClient =
      form.get('client_id') === state.clientId && form.get('client_secret') === state.clientSecret
    if (known === undefined || known.challenge !== verifier || !isClient)
      return { status: 400, body: { error: 'invalid_grant' } }
    const idToken = await new SignJWT({ nonce: known.nonce, ...state.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'test' })
      .setIssuer(issuer)
      .setAudience(state.clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
    return { body: { access_token: 'x', token_type: 'Bearer', expires_in: 300, id_token: idToken } }
  }
  return state
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
