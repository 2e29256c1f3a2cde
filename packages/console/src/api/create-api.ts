import { Router, type ErrorRequestHandler, type Response } from 'express'
import type { Visitor } from '@sluice/operations'
import type { Gate } from '../access/create-gate.ts'
import { allowOrigin } from './allow-origin.ts'
import { answerRoute } from './answer-route.ts'
import { createRateLimit, type RateLimit } from './create-rate-limit.ts'
import { identifyCaller } from './identify-caller.ts'
import { ROUTES } from './list-routes.ts'
import { createOpenApi } from './openapi/create-openapi.ts'
import { RequestError } from './problem.ts'
import type { ApiDeps } from './route.ts'
import { sendAnswer, sendProblem } from './send-answer.ts'

/** Where the API stands. */
export const API_PATH = '/api/v1'

/** Who may ask, and from where. */
export interface ApiParts {
  readonly deps: ApiDeps
  /** The path of a proxy that the console stands under; empty for none. */
  readonly basePath: string
  /** null lets everybody in. */
  readonly gate: Gate | null
  /** Origins whose pages may ask with a token, such as https://orchestrator.example. */
  readonly origins: readonly string[]
  readonly isRedisReady: () => boolean
  readonly limit?: RateLimit
  /** Learns of errors that nobody expected. */
  readonly onError: (error: unknown) => void
}

/** The API: who asks, how often, and the table of routes; every error is problem+json. */
export function createApi({
  deps,
  basePath,
  gate,
  origins,
  isRedisReady,
  limit = createRateLimit(),
  onError,
}: ApiParts): Router {
  const router = Router({ caseSensitive: true })
  const document = createOpenApi(ROUTES)

  router.use(async (request, response, next) => {
    if (allowOrigin(request, response, origins)) return
    const caller = await identifyCaller(request, { gate, db: deps.db })
    const who = 'problem' in caller ? `address:${request.socket.remoteAddress}` : caller.actor
    const waitSeconds = await limit(who)
    if (waitSeconds !== null) {
      response.set('retry-after', String(waitSeconds))
      throw new RequestError(429, 'too_many_requests', `too many requests: wait ${waitSeconds} second`)
    }
    if ('problem' in caller) {
      response.set(caller.headers)
      throw caller.problem
    }
    response.locals['caller'] = caller
    next()
  })

  router.get('/openapi.json', (_request, response) => sendAnswer(response, { status: 200, body: document }))
  const base = `${basePath}${API_PATH}`
  const toExpress = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')
  for (const route of ROUTES)
    router[route.method](toExpress(route.path), answerRoute(route, { deps, base, isRedisReady }, readCaller))
  // After all of them: a model may be called preview.
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const methods = ROUTES.filter((route) => route.path === path).map(({ method }) => method.toUpperCase())
    router.all(toExpress(path), (_request, response) => refuseMethod(response, methods))
  }
  router.all('/openapi.json', (_request, response) => refuseMethod(response, ['GET']))
  router.use(() => {
    throw new RequestError(404, 'route_unknown', `there is no such path: see ${API_PATH}/openapi.json`)
  })

  // Express knows a handler of errors by its four parameters.
  const handleError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent || response.destroyed) return next(error)
    if (sendProblem(response, error).code === 'unexpected') onError(error)
  }
  router.use(handleError)
  return router
}

function readCaller(response: Response): Visitor {
  return response.locals['caller'] as Visitor
}

function refuseMethod(response: Response, methods: readonly string[]): never {
  response.set('allow', methods.join(', '))
  throw new RequestError(405, 'method_unknown', `this path takes ${methods.join(', ')}`)
}
