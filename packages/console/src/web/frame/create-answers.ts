import type { Request, Response } from 'express'
import { readKnownVisitor } from '../../access/visitor.ts'
import type { BrowserFiles } from '../bundle/browser-files.ts'
import type { Answer, Redirect } from '../pages/page.ts'
import type { SignInProvider } from '../sign-in/sign-in-view.tsx'
import { leaveMessage, takeMessage } from './flash.ts'
import { readNonce } from './nonce.ts'
import { renderDocument } from './render-document.tsx'

/** How pages are answered. */
export interface Answers {
  readonly basePath: string
  /** Where people may sign in beside the accounts; null for nowhere. */
  readonly provider: SignInProvider | null
  send(request: Request, response: Response, answer: Answer): void
}

/** Answers of a console under a path, with these files for the browser. */
export function createAnswers(
  basePath: string,
  files: BrowserFiles,
  provider: SignInProvider | null = null,
): Answers {
  return {
    basePath,
    provider,
    send(request, response, answer) {
      if (answer.kind === 'data') return void response.json(answer.body)
      if (answer.kind === 'redirect') return lead(request, response, answer, basePath)
      const { path } = request
      const text = renderDocument(answer, {
        basePath,
        path,
        visitor: readKnownVisitor(response),
        message: takeMessage(request, response, basePath),
        nonce: readNonce(response),
        findFile: (name) => files.find(name),
      })
      response
        .status(answer.status ?? 200)
        .type('html')
        .send(text)
    },
  }
}

/** A script that sent a form is told what was done; a browser is led on, and told there. */
function lead(
  request: Request,
  response: Response,
  { to, message, versions }: Redirect,
  basePath: string,
): void {
  if (isScript(request)) return void response.json({ message, to: `${basePath}/${to}`, versions })
  if (message !== null) leaveMessage(response, message, basePath)
  response.redirect(303, `${basePath}/${to === '.' ? '' : to}`)
}

/** True when a script of ours asks, which takes JSON and no page. */
export function isScript(request: Request): boolean {
  return request.accepts(['html', 'json']) === 'json'
}
