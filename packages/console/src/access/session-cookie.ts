import type { CookieOptions, Request, Response } from 'express'
import { SESSION_LIFETIME_MS } from './create-sessions.ts'

/** The name of the session's cookie. */
export const SESSION_COOKIE = 'sluice_session'

/** The session's token that a browser brings, or null. */
export function readSessionCookie(request: Request): string | null {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  return (
    cookies.find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1) ??
    null
  )
}

/**
 * Has the browser keep the token, out of reach of scripts and of other sites. With `lax` it comes along where another
 * site leads to this one, which the way back from a provider is.
 */
export function setSessionCookie(
  request: Request,
  response: Response,
  basePath: string,
  token: string,
  sameSite: CookieOptions['sameSite'] = 'strict',
): void {
  response.cookie(SESSION_COOKIE, token, {
    ...createCookieOptions(request, basePath),
    sameSite,
    maxAge: SESSION_LIFETIME_MS,
  })
}

/** Has the browser forget it. */
export function clearSessionCookie(request: Request, response: Response, basePath: string): void {
  response.clearCookie(SESSION_COOKIE, createCookieOptions(request, basePath))
}

function createCookieOptions(request: Request, basePath: string): CookieOptions {
  // Whoever lies about the protocol only costs himself his cookie.
  const isHttps = request.secure || request.headers['x-forwarded-proto']?.includes('https') === true
  return { httpOnly: true, sameSite: 'strict', secure: isHttps, path: basePath || '/' }
}
