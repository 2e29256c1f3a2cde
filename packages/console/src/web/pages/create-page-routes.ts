import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import { readVisitor } from '../../access/visitor.ts'
import type { Answers } from '../frame/create-answers.ts'
import { showForbidden } from '../failures/show-forbidden.tsx'
import type { Answer, Page, PageDeps, Submission, Visit } from './page.ts'

/** As much as a form may hold: a query of that length is none. */
const FORM_LIMIT = '256kb'

/** Reads the body of a form as it was sent; express would make an object of it. */
export const readForm: RequestHandler = express.text({
  type: 'application/x-www-form-urlencoded',
  limit: FORM_LIMIT,
})

/** The routes of some pages, the first that fits: forms are read, sent by operators alone, and answered. */
export function createPageRoutes(pages: readonly Page[], deps: PageDeps, answers: Answers): Router {
  const router = Router()
  for (const { path, show, act } of pages) {
    if (show !== undefined)
      router.get(path, async (request, response) =>
        answers.send(request, response, await show(readVisit(request, response, deps))),
      )
    if (act !== undefined)
      router.post(path, readForm, async (request, response) =>
        answers.send(request, response, await submit(act, request, response, deps)),
      )
  }
  return router
}

async function submit(
  act: NonNullable<Page['act']>,
  request: Request,
  response: Response,
  deps: PageDeps,
): Promise<Answer> {
  const visit = readVisit(request, response, deps)
  if (visit.visitor.account.role !== 'operator') return showForbidden()
  const submission: Submission = {
    ...visit,
    form: new URLSearchParams(typeof request.body === 'string' ? request.body : ''),
    actor: `console:${visit.visitor.account.user}`,
  }
  return act(submission)
}

function readVisit(request: Request, response: Response, deps: PageDeps): Visit {
  const away = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) away.abort(new Error('nobody waits for the page'))
  })
  return {
    deps,
    visitor: readVisitor(response),
    params: request.params as Readonly<Record<string, string>>,
    query: new URL(request.url, 'http://console.invalid').searchParams,
    nowMs: deps.now(),
    signal: away.signal,
  }
}
