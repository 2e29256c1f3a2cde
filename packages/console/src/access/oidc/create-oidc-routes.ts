import express, { Router, type NextFunction, type Request, type Response } from 'express'
import type { Answers } from '../../web/frame/create-answers.ts'
import { goOnView } from '../../web/sign-in/go-on-view.tsx'
import { signInView } from '../../web/sign-in/sign-in-view.tsx'
import type { Account } from '../account.ts'
import { readOwnPath, readText } from '../own-path.ts'
import { createFlows, FLOW_LIFETIME_MS } from './create-flows.ts'
import type { Provider } from './create-provider.ts'
import { findAccount } from './find-account.ts'
import { CALLBACK_PATH, type OidcConfig } from './oidc-config.ts'

/** What signing in at a provider needs. */
export interface OidcDeps {
  readonly config: OidcConfig
  readonly provider: Provider
  readonly answers: Answers
  readonly now: () => number
  /** Begins a session in a browser. */
  readonly enter: (request: Request, response: Response, account: Account, idToken: string | null) => void
  /** Goes on with a form that has waited for somebody to sign in. */
  readonly resume: (request: Request, go: NextFunction, form: { next: string; carried: string }) => void
  /** Told why somebody could not sign in, without what was sent. */
  readonly onRefused: (fields: object) => void
}

/** A form that waits comes along. */
const LIMIT = '1mb'
const COOKIE = 'sluice_sign_in'

/**
 * Leads to the provider and back. The browser holds which sign-in is its own in a cookie, which comes along when the
 * provider sends it back, as one for this site alone would not.
 */
export function createOidcRoutes(deps: OidcDeps): Router {
  const { config, provider, answers, now } = deps
  const { basePath } = answers
  const flows = createFlows(now)
  const router = Router()

  const refuse = (request: Request, response: Response, complaint: string, next = `${basePath}/`): void =>
    answers.send(request, response, {
      ...signInView({ next, complaint, carried: null, provider: answers.provider }),
      status: 401,
    })

  router.post(
    '/sign-in/with',
    express.urlencoded({ extended: false, limit: LIMIT }),
    async (request, response) => {
      const fields = (request.body ?? {}) as Readonly<Record<string, unknown>>
      const next = readOwnPath(fields['next'], basePath)
      const begun = await provider.begin().catch((error: unknown) => {
        deps.onRefused(describeError(error))
        return null
      })
      if (begun === null) {
        return answers.send(request, response, {
          ...signInView({
            next,
            complaint: `${config.name} does not answer: try again, or sign in with a password`,
            carried: readText(fields['carried']) || null,
            provider: answers.provider,
          }),
          status: 503,
        })
      }
      const id = flows.begin({ ...begun.checks, next, carried: readText(fields['carried']) || null })
      response.cookie(COOKIE, id, { ...cookieOptions(request, basePath), maxAge: FLOW_LIFETIME_MS })
      // No redirect: a form may lead to this site alone.
      response.set('refresh', `0;url=${begun.url.href}`)
      return answers.send(request, response, goOnView(`Going on to ${config.name}`, begun.url.href))
    },
  )

  router.get(CALLBACK_PATH, async (request, response, go) => {
    const flow = flows.take(readCookie(request))
    response.clearCookie(COOKIE, cookieOptions(request, basePath))
    if (flow === null)
      return refuse(request, response, 'this sign-in was not begun here, or took too long: try again')
    const { next, carried } = flow
    const signedIn = await provider.finish(request.url, flow).catch((error: unknown): null => {
      deps.onRefused(describeError(error))
      return null
    })
    if (signedIn === null)
      return refuse(request, response, `${config.name} did not let you in: try again`, next)
    const { user, role } = findAccount(signedIn.claims, config)
    if (role === null) {
      deps.onRefused({ user })
      return refuse(request, response, `${user} has no role here: ask for one in ${config.name}`, next)
    }
    deps.enter(request, response, { user, role }, signedIn.idToken)
    if (carried !== null) return deps.resume(request, go, { next, carried })
    return response.redirect(303, next)
  })
  return router
}

function readCookie(request: Request): string {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? ''
}

function cookieOptions(request: Request, basePath: string) {
  const isHttps = request.secure || request.headers['x-forwarded-proto']?.includes('https') === true
  return { httpOnly: true, sameSite: 'lax', secure: isHttps, path: `${basePath}/sign-in` } as const
}

/** The code of an error, and that of what caused it: never what a provider has said at length. */
function describeError(error: unknown): object {
  const { name, code, error: said } = (error ?? {}) as { name?: string; code?: string; error?: string }
  return { reason: said ?? code ?? name ?? 'unknown' }
}
