import type { Request, Response } from 'express'
import { sendLine, sendPage } from '../answers.ts'
import { showSignIn } from '../pages/show-sign-in.ts'
import { chooseChallenge } from './choose-challenge.ts'
import type { KnownVisitor, Visitor } from './visitor.ts'

/** Answers somebody who may not come in: people with the sign-in page, which leads to `next`, programs with a line. */
export function turnAway(
  request: Request,
  response: Response,
  visitor: Exclude<Visitor, KnownVisitor>,
  { next, basePath }: { readonly next: string; readonly basePath: string },
): void {
  const complaint = formatComplaint(visitor)
  if (visitor.kind === 'held') response.status(429).set('retry-after', String(visitor.waitSeconds))
  else response.status(401).set('www-authenticate', chooseChallenge(request.headers, basePath))
  if (request.accepts(['text', 'html']) === 'html')
    sendPage(response, showSignIn({ next, complaint, basePath }))
  else
    sendLine(
      response,
      response.statusCode,
      complaint ?? `sign in with HTTP Basic auth, or at ${basePath}/sign-in`,
    )
}

function formatComplaint(visitor: Exclude<Visitor, KnownVisitor>): string | null {
  if (visitor.kind === 'held') return `too many wrong passwords: wait ${visitor.waitSeconds} seconds`
  return visitor.isWrong ? 'this user and password are not right' : null
}
