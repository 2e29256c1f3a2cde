import express, { Router, type Request } from 'express'
import { sendPage } from '../answers.ts'
import { showSignIn } from '../pages/show-sign-in.ts'
import type { Gate } from './create-gate.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts'
import { turnAway } from './turn-away.ts'

/** Signing in and out through the page; every path that is told to a browser begins with `basePath`. */
export function createSignInRoutes(gate: Gate, basePath: string): Router {
  const router = Router()

  router.get('/sign-in', (request, response) => {
    const visitor = gate.identify(request)
    if (visitor.kind === 'known') response.redirect(303, `${basePath}/`)
    else sendPage(response, showSignIn({ next: `${basePath}/`, complaint: null, basePath }))
  })

  router.post('/sign-in', express.urlencoded({ extended: false, limit: '8kb' }), (request, response) => {
    const fields = (request.body ?? {}) as Readonly<Record<string, unknown>>
    const next = readOwnPath(fields['next'], basePath)
    const visitor = gate.check(request, readText(fields['user']), readText(fields['password']))
    if (visitor.kind !== 'known') return turnAway(request, response, visitor, { next, basePath })
    // Whoever signs in again leaves no session behind.
    endSession(gate, request)
    setSessionCookie(request, response, basePath, gate.sessions.begin(visitor.account))
    response.redirect(303, next)
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
