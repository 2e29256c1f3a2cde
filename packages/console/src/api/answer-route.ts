import type { Request, RequestHandler, Response } from 'express'
import { SluiceError } from '@sluice/shared/errors'
import type { Visitor } from '@sluice/operations'
import type { z } from 'zod'
import { refuseChanged } from './refuse-changed.ts'
import { createSchemaError, RequestError } from './problem.ts'
import { readBody } from './read-body.ts'
import { repeatOrder } from './repeat-order.ts'
import type { ApiDeps, Route } from './route.ts'
import { sendAnswer } from './send-answer.ts'

/** What a route stands in. */
export interface RouteSurroundings {
  readonly deps: ApiDeps
  /** The path of the API for whoever asks. */
  readonly base: string
  readonly isRedisReady: () => boolean
}

/** What a request has to pass before its route is asked; see `createApi` for what comes before. */
export function answerRoute(
  route: Route,
  { deps, base, isRedisReady }: RouteSurroundings,
  readVisitor: (response: Response) => Visitor,
): RequestHandler {
  return async (request, response) => {
    const visitor = readVisitor(response)
    // In this order: nobody learns by a body that would be right what he may not do.
    refuseRole(route, visitor)
    const params = route.params === null ? {} : readParams(route.params, request)
    const seen = await refuseChanged(route, deps, params, request.headers['if-match'])
    const body = await readBody(request, response)
    const call = {
      params,
      seen,
      query: readQuery(route, request),
      body: parseBody(route, body),
      visitor,
      base,
      signal: createSignal(response),
    }
    if (route.queues === true && !isRedisReady())
      throw new SluiceError('redis_unreachable', 'redis does not answer: try again when it is back')
    const key = route.isRepeatable === true ? request.get('idempotency-key') : undefined
    const text = `${request.method} ${request.originalUrl}\n${JSON.stringify(body)}`
    const answer = await repeatOrder(deps.db, { key, actor: visitor.actor, text }, () =>
      route.run(deps, call),
    )
    if (!response.writableEnded) sendAnswer(response, answer)
  }
}

function refuseRole({ role }: Route, visitor: Visitor): void {
  if (role === 'viewer' || visitor.role === 'operator') return
  throw new SluiceError('operator_needed', 'this needs the role operator')
}

function readParams(schema: z.ZodType, request: Request): unknown {
  const parsed = schema.safeParse(request.params)
  if (parsed.success) return parsed.data
  throw new RequestError(404, 'route_unknown', 'there is nothing of that name: an id cannot look so')
}

function readQuery({ query }: Route, request: Request): unknown {
  const said = new URL(request.originalUrl, 'http://console.invalid').searchParams
  if (query === null) {
    if (said.size > 0) throw new RequestError(400, 'request_invalid', 'this path takes no query')
    return {}
  }
  const parsed = query.safeParse(Object.fromEntries(said))
  if (parsed.success) return parsed.data
  throw createSchemaError(400, 'query', parsed.error)
}

function parseBody({ body: schema }: Route, body: unknown): unknown {
  if (schema === null) {
    // Programs like to send an empty object with everything.
    const isEmpty = typeof body === 'object' && body !== null && Object.keys(body).length === 0
    if (body !== undefined && body !== null && !isEmpty)
      throw new RequestError(400, 'request_invalid', 'this path takes no body')
    return undefined
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw createSchemaError(422, 'body', parsed.error)
}

function createSignal(response: Response): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => gone.abort(new Error('whoever asked has gone')))
  return gone.signal
}
