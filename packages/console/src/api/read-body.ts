import express, { type Request, type Response } from 'express'
import { RequestError } from './problem.ts'

/** As much as a body may hold: a mapping with all its fields has a hundredth of that. */
const BODY_LIMIT = '1mb'
/** Nothing that is meant nests deeper; what walks through it shall not run out of stack. */
const DEPTH_LIMIT = 64

const parse = express.json({ limit: BODY_LIMIT, strict: false })

/** The JSON of a request, or undefined where it has none; fails with 400, 413 and 415. */
export async function readBody(request: Request, response: Response): Promise<unknown> {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0
  if (!hasBody) return undefined
  if (request.is('application/json') === false)
    throw new RequestError(
      415,
      'media_type_unknown',
      'the body must be JSON: send content-type: application/json',
    )
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)))
  })
  const body: unknown = request.body
  if (isDeep(body))
    throw new RequestError(400, 'request_invalid', `the body nests deeper than ${DEPTH_LIMIT} levels`)
  return body
}

function isDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_LIMIT) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}
