import { fileURLToPath } from 'node:url'
import express, { type Express, type RequestHandler } from 'express'
import type { Role } from './access/account.ts'
import type { Gate } from './access/create-gate.ts'
import { createSignInRoutes } from './access/create-sign-in-routes.ts'
import { isFromOtherSite } from './access/is-from-other-site.ts'
import { isLoopbackHost } from './access/is-loopback.ts'
import { turnAway } from './access/turn-away.ts'
import { readVisitor, rememberVisitor, type KnownVisitor } from './access/visitor.ts'
import { sendLine, sendPage } from './answers.ts'
import { BOARD_PATH } from './board/create-board.ts'
import { USER_HEADER } from './board/create-hooks.ts'
import { createErrorHandler } from './create-error-handler.ts'
import { listSecurityHeaders } from './list-security-headers.ts'
import type { Overview } from './pages/read-overview.ts'
import { showOverview } from './pages/show-overview.ts'
import { showSignOut } from './pages/show-sign-out.ts'

export interface ConsoleParts {
  /** null lets everybody in. */
  readonly gate: Gate | null
  /** The path of a proxy that it stands under; empty for none. */
  readonly basePath: string
  readonly boards: Readonly<Record<Role, RequestHandler>>
  readonly readOverview: () => Promise<Overview>
  readonly now: () => number
  /** Learns of errors that nobody expected. */
  readonly onError: (error: unknown) => void
}

const ASSETS = fileURLToPath(new URL('../assets', import.meta.url))

/** Whoever can reach a console without credentials. */
const ANYBODY: KnownVisitor = {
  kind: 'known',
  account: { user: 'anybody', role: 'operator' },
  hasSession: false,
}

/**
 * The console as a whole, under its base path; also at the root, for a proxy that takes
 * the path off, and whoever asks without one.
 */
export function createApp(parts: ConsoleParts): Express {
  const site = createSite(parts)
  if (parts.basePath === '') return site
  return express().disable('x-powered-by').use(parts.basePath, site).use(site)
}

/** In the order that a request passes: headers, other sites, sign-in, pages, board. */
function createSite({ gate, basePath, boards, readOverview, now, onError }: ConsoleParts): Express {
  const app = express()
  app.disable('x-powered-by')

  app.use((request, response, next) => {
    response.set(listSecurityHeaders(request.path.startsWith(BOARD_PATH)))
    delete request.headers[USER_HEADER]
    if (isFromOtherSite(request.method, request.headers))
      return sendLine(response, 403, 'orders from other sites are refused')
    if (gate === null && !isLoopbackHost(request.headers.host))
      return sendLine(response, 403, 'a console without credentials answers only to the name localhost')
    return next()
  })
  // Style, script and logo are there for the sign-in page, and known to everybody who has the source.
  app.use(express.static(ASSETS, { index: false, redirect: false }))
  if (gate !== null) app.use(createSignInRoutes(gate, basePath))

  app.use((request, response, next) => {
    const visitor = gate === null ? ANYBODY : gate.identify(request)
    if (visitor.kind !== 'known') {
      const next = `${basePath}${request.url}`
      return turnAway(request, response, visitor, { next, basePath })
    }
    rememberVisitor(response, visitor)
    request.headers[USER_HEADER] = visitor.account.user
    return next()
  })

  app.get('/', async (_request, response) => {
    const overview = await readOverview()
    // Whatever watches this page learns from the status that a server is away.
    response.status(overview.control === null || overview.queues === null ? 503 : 200)
    sendPage(response, showOverview(overview, readVisitor(response), now(), basePath))
  })
  app.get('/sign-out', (_request, response) =>
    sendPage(response, showSignOut(readVisitor(response), basePath)),
  )

  // A browser may keep the board's own files, and asks whether they are still right.
  app.use(`${BOARD_PATH}/static`, (_request, response, next) => {
    response.set('cache-control', 'private, no-cache')
    next()
  })
  app.use(BOARD_PATH, (request, response, next) =>
    boards[readVisitor(response).account.role](request, response, next),
  )
  app.use((_request, response) =>
    sendLine(response, 404, `there is no such page: try ${basePath}/ or ${basePath}${BOARD_PATH}`),
  )
  app.use(createErrorHandler(onError))
  return app
}
