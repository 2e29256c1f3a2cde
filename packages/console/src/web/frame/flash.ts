import type { Request, Response } from 'express'

const NAME = 'sluice_said'
const MAX_AGE_MS = 60_000
/** A cookie holds 4 kB, and a sentence less. */
const MOST_CHARACTERS = 600

/** Has the page that a browser is led to say a sentence, once. */
export function leaveMessage(response: Response, message: string, basePath: string): void {
  response.cookie(NAME, Buffer.from(message.slice(0, MOST_CHARACTERS)).toString('base64url'), {
    httpOnly: true,
    sameSite: 'strict',
    path: basePath || '/',
    maxAge: MAX_AGE_MS,
  })
}

/** The sentence that a browser was left with, or null; it is forgotten with that. */
export function takeMessage(request: Request, response: Response, basePath: string): string | null {
  const cookie = (request.headers.cookie ?? '')
    .split(';')
    .map((text) => text.trim())
    .find((text) => text.startsWith(`${NAME}=`))
  if (cookie === undefined) return null
  response.clearCookie(NAME, { httpOnly: true, sameSite: 'strict', path: basePath || '/' })
  return Buffer.from(cookie.slice(NAME.length + 1), 'base64url').toString() || null
}
