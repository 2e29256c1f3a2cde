import { isLoopbackHost } from '../is-loopback.ts'
import type { Claims } from './find-account.ts'
import type { OidcConfig } from './oidc-config.ts'
import type { Flow } from './create-flows.ts'

/** The checks of one sign-in. */
export type Checks = Pick<Flow, 'state' | 'nonce' | 'codeVerifier'>

/** Somebody whom the provider knows. */
export interface SignedIn {
  readonly claims: Claims
  /** By which the provider knows his session again when he signs out. */
  readonly idToken: string | null
}

/** An OpenID Connect provider, by the authorization code flow with PKCE. */
export interface Provider {
  /** Where to send a browser, and what to check when it comes back. Rejects when the provider does not answer. */
  begin(): Promise<{ readonly url: URL; readonly checks: Checks }>
  /** What the provider says of whoever has come back with this query; rejects for anything that is not right. */
  finish(query: string, checks: Checks): Promise<SignedIn>
  /** Where to send a browser to be signed out at the provider, too; null where that has no such place. */
  findEnd(idToken: string): Promise<URL | null>
}

const TIMEOUT_S = 10

/** A provider that is asked for its endpoints when the first person signs in: nobody waits for it before. */
export function createProvider({ issuer, clientId, clientSecret, redirectUrl }: OidcConfig): Provider {
  const discover = async () => {
    const client = await import('openid-client')
    const insecure = isLoopbackHost(issuer.host) ? [client.allowInsecureRequests] : []
    const config = await client.discovery(issuer, clientId, clientSecret, undefined, {
      execute: insecure,
      timeout: TIMEOUT_S,
    })
    return { client, config }
  }
  let discovered: ReturnType<typeof discover> | undefined
  const load = () => {
    discovered ??= discover().catch((error: unknown) => {
      // Asked again by whoever signs in next.
      discovered = undefined
      throw error
    })
    return discovered
  }

  return {
    async begin() {
      const { client, config } = await load()
      const codeVerifier = client.randomPKCECodeVerifier()
      const checks = { state: client.randomState(), nonce: client.randomNonce(), codeVerifier }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUrl.href,
        scope: 'openid profile email',
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      })
      return { url, checks }
    },

    async finish(query, { state, nonce, codeVerifier }) {
      const { client, config } = await load()
      // As the provider knows the address, whatever a proxy has made of it.
      const url = new URL(query, redirectUrl)
      const tokens = await client.authorizationCodeGrant(config, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      })
      return { claims: tokens.claims() ?? {}, idToken: tokens.id_token ?? null }
    },

    async findEnd(idToken) {
      const { client, config } = await load()
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      return client.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: new URL('../sign-in', redirectUrl).href,
      })
    },
  }
}
