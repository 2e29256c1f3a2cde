import express, { Router, type Request } from 'express'
import type { Answers } from '../web/frame/create-answers.ts'
import { signInView } from '../web/sign-in/sign-in-view.tsx'
import type { Gate } from './create-gate.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts'
import { turnAway } from './turn-away.ts'
import { rememberVisitor } from './visitor.ts'

/** A form that was sent without a session comes along, and is longer within another. */
const LIMIT = '1mb'

/**
 * Signing in and out through the page; every path that is told to a browser begins with the base path. A form that
 * was sent when the session had ended (`carried`) goes on from here as if it came from whoever has signed in.
 */
export function createSignInRoutes(gate: Gate, answers: Answers): Router {
  const router = Router()
  const { basePath } = answers

  router.get('/sign-in', (request, response) => {
    const visitor = gate.identify(request)
    if (visitor.kind === 'known') response.redirect(303, `${basePath}/`)
    else answers.send(request, response, signInView({ next: `${basePath}/`, complaint: null, carried: null }))
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
    request.url = next.slice(basePath.length)
    request.body = carried
    return go()
  })

  router.post('/sign-out', (request, response) => {
    endSession(gate, request)
    clearSessionCookie(request, response, basePath)
    response.redirect(303, `${basePath}/sign-in`)
  })
  return router
}

function endSession(gate: Gate, request: Request): void {
  const token = readSessionCookie(request)
  if (token !== null) gate.sessions.end(token)
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A path of this console to go on to; anything that leads elsewhere leads to the start. */
function readOwnPath(value: unknown, basePath: string): string {
  const here = 'http://console.invalid'
  const path = readText(value)
  const start = `${basePath}/`
  if (!path.startsWith('/') || !URL.canParse(path, here)) return start
  const { origin, pathname, search } = new URL(path, here)
  const isOwn = origin === here && pathname.startsWith(start) && !pathname.startsWith('//')
  return isOwn && pathname !== `${basePath}/sign-in` ? `${pathname}${search}` : start
}
