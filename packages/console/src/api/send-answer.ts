import type { Response } from 'express'
import { createProblem, type Problem } from './problem.ts'
import type { Answer } from './route.ts'

/** Answers with JSON, or with nothing. */
export function sendAnswer(response: Response, { status, headers = {}, body }: Answer): void {
  response.status(status).set(headers)
  if (body === undefined) response.end()
  else response.json(body)
}

/** Answers with what is wrong, as application/problem+json. */
export function sendProblem(response: Response, error: unknown): Problem {
  const problem = createProblem(error)
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  return problem
}
