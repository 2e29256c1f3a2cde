import express, { Router, type Request } from 'express'
import type { Answers } from '../web/frame/create-answers.ts'
import { goOnView } from '../web/sign-in/go-on-view.tsx'
import { signInView } from '../web/sign-in/sign-in-view.tsx'
import type { Gate } from './create-gate.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts'
import { turnAway } from './turn-away.ts'
import { createOidcRoutes, type OidcDeps } from './oidc/create-oidc-routes.ts'
import { readOwnPath, readText } from './own-path.ts'
import { rememberVisitor } from './visitor.ts'

/** A form that was sent without a session comes along, and is longer within another. */
const LIMIT = '1mb'

/** A provider at which people may sign in, too. */
export type OidcParts = Pick<OidcDeps, 'config' | 'provider' | 'now' | 'onRefused'>

/**
 * Signing in and out through the page; every path that is told to a browser begins with the base path. A form that
 * was sent when the session had ended (`carried`) goes on from here as if it came from whoever has signed in.
 */
export function createSignInRoutes(gate: Gate, answers: Answers, oidc: OidcParts | null): Router {
  const router = Router()
  const { basePath } = answers
  /** A form that waited is taken as if it came just now. */
  const resume: OidcDeps['resume'] = (request, go, { next, carried }) => {
    request.method = 'POST'
    request.url = next.slice(basePath.length)
    request.body = carried
    go()
  }

  router.get('/sign-in', (request, response) => {
    const visitor = gate.identify(request)
    if (visitor.kind === 'known') response.redirect(303, `${basePath}/`)
    else
      answers.send(
        request,
        response,
        signInView({ next: `${basePath}/`, complaint: null, carried: null, provider: answers.provider }),
      )
  })

  router.post('/sign-in', express.urlencoded({ extended: false, limit: LIMIT }), (request, response, go) => {
    const fields = (request.body ?? {}) as Readonly<Record<string, unknown>>
    const next = readOwnPath(fields['next'], basePath)
    const visitor = gate.check(request, readText(fields['user']), readText(fields['password']))
    const carried = readText(fields['carried']) || null
    if (visitor.kind !== 'known') return turnAway(request, response, visitor, { next, carried, answers })
    // Whoever signs in again leaves no session behind.
    endSession(gate, request)
    setSessionCookie(request, response, basePath, gate.sessions.begin(visitor.account))
    if (carried === null) return response.redirect(303, next)
    rememberVisitor(response, { ...visitor, hasSession: true })
    return resume(request, go, { next, carried })
  })

  if (oidc !== null) {
    const enter: OidcDeps['enter'] = (request, response, account, idToken) => {
      endSession(gate, request)
      setSessionCookie(request, response, basePath, gate.sessions.begin(account, idToken), 'lax')
      rememberVisitor(response, { kind: 'known', account, hasSession: true })
    }
    router.use(createOidcRoutes({ ...oidc, answers, enter, resume }))
  }

  router.post('/sign-out', async (request, response) => {
    const idToken = endSession(gate, request)
    clearSessionCookie(request, response, basePath)
    // Whoever is still signed in at the provider would be let in again without a question.
    const end = idToken === null ? null : await oidc?.provider.findEnd(idToken).catch(() => null)
    if (oidc === null || !end) return response.redirect(303, `${basePath}/sign-in`)
    // No redirect: a form may lead to this site alone.
    response.set('refresh', `0;url=${end.href}`)
    return answers.send(request, response, goOnView(`Signing out of ${oidc.config.name}`, end.href))
  })
  return router
}

/** Ends the session of a browser, and tells by what a provider knows it; null where none does. */
function endSession(gate: Gate, request: Request): string | null {
  const token = readSessionCookie(request)
  return token === null ? null : gate.sessions.end(token)
}
