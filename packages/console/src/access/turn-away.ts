import type { Request, Response } from 'express'
import { sendLine } from '../answers.ts'
import { isScript, type Answers } from '../web/frame/create-answers.ts'
import { signInView } from '../web/sign-in/sign-in-view.tsx'
import { chooseChallenge } from './choose-challenge.ts'
import type { KnownVisitor, Visitor } from './visitor.ts'

/**
 * Answers somebody who may not come in: people with the sign-in page, which leads to `next` and sends there what was
 * typed (`carried`), programs with a line.
 */
export function turnAway(
  request: Request,
  response: Response,
  visitor: Exclude<Visitor, KnownVisitor>,
  {
    next,
    carried,
    answers,
  }: { readonly next: string; readonly carried: string | null; readonly answers: Answers },
): void {
  const complaint = formatComplaint(visitor)
  const { basePath } = answers
  if (visitor.kind === 'held') response.status(429).set('retry-after', String(visitor.waitSeconds))
  else response.status(401).set('www-authenticate', chooseChallenge(request.headers, basePath))
  const status = response.statusCode
  if (!isScript(request) && request.accepts(['text', 'html']) === 'html')
    answers.send(request, response, {
      ...signInView({ next, complaint, carried, provider: answers.provider }),
      status,
    })
  else sendLine(response, status, complaint ?? `sign in with HTTP Basic auth, or at ${basePath}/sign-in`)
}

function formatComplaint(visitor: Exclude<Visitor, KnownVisitor>): string | null {
  if (visitor.kind === 'held') return `too many wrong passwords: wait ${visitor.waitSeconds} seconds`
  return visitor.isWrong ? 'this user and password are not right' : null
}
