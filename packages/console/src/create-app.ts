import { fileURLToPath } from 'node:url'
import express, { type Express, type RequestHandler } from 'express'
import type { Role } from './access/account.ts'
import type { Gate } from './access/create-gate.ts'
import { createSignInRoutes, type OidcParts } from './access/create-sign-in-routes.ts'
import { isFromOtherSite } from './access/is-from-other-site.ts'
import { isLoopbackHost } from './access/is-loopback.ts'
import { turnAway } from './access/turn-away.ts'
import { readKnownVisitor, readVisitor, rememberVisitor, type KnownVisitor } from './access/visitor.ts'
import { sendLine } from './answers.ts'
import { API_PATH, createApi } from './api/create-api.ts'
import { BOARD_PATH } from './board/create-board.ts'
import { USER_HEADER } from './board/create-hooks.ts'
import { createErrorHandler } from './create-error-handler.ts'
import { listSecurityHeaders } from './list-security-headers.ts'
import { FILES_PATH, type BrowserFiles } from './web/bundle/browser-files.ts'
import { serveBrowserFiles } from './web/bundle/serve-browser-files.ts'
import { createAnswers, isScript } from './web/frame/create-answers.ts'
import { createNonce } from './web/frame/nonce.ts'
import { createPageRoutes, readForm } from './web/pages/create-page-routes.ts'
import { PAGES } from './web/pages/list-pages.ts'
import type { PageDeps } from './web/pages/page.ts'
import { showNowhere } from './web/failures/show-nowhere.tsx'

export interface ConsoleParts {
  /** null lets everybody in. */
  readonly gate: Gate | null
  /** Where people may sign in beside the accounts. */
  readonly oidc?: OidcParts | null
  /** The path of a proxy that it stands under; empty for none. */
  readonly basePath: string
  readonly boards: Readonly<Record<Role, RequestHandler>>
  readonly pages: PageDeps
  /** What browsers load. */
  readonly files: BrowserFiles
  /** Origins whose pages may ask the API with a token. */
  readonly apiOrigins: readonly string[]
  /** False while Redis is away. */
  readonly isRedisReady: () => boolean
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
function createSite({
  gate,
  oidc = null,
  basePath,
  boards,
  pages,
  files,
  apiOrigins,
  isRedisReady,
  onError,
}: ConsoleParts): Express {
  const app = express()
  const answers = createAnswers(
    basePath,
    files,
    oidc && { name: oidc.config.name, isOnly: gate?.hasPasswords === false },
  )
  app.disable('x-powered-by')

  app.use((request, response, next) => {
    response.set(listSecurityHeaders(request.path.startsWith(BOARD_PATH), createNonce(response)))
    delete request.headers[USER_HEADER]
    next()
  })
  // Programs get problem+json whatever is wrong, so it judges for itself who asks and from where.
  app.use(API_PATH, createApi({ deps: pages, basePath, gate, origins: apiOrigins, isRedisReady, onError }))
  app.use((request, response, next) => {
    if (isFromOtherSite(request.method, request.headers))
      return sendLine(response, 403, 'orders from other sites are refused')
    if (gate === null && !isLoopbackHost(request.headers.host))
      return sendLine(response, 403, 'a console without credentials answers only to the name localhost')
    return next()
  })
  // Style, script and logo are there for the sign-in page, and known to everybody who has the source.
  app.use(express.static(ASSETS, { index: false, redirect: false }))
  app.use(`/${FILES_PATH}`, serveBrowserFiles(files))
  if (gate !== null) app.use(createSignInRoutes(gate, answers, oidc))

  app.use((request, response, next) => {
    // Whoever has signed in just now, with a form that goes on.
    if (readKnownVisitor(response) !== null) return next()
    const visitor = gate === null ? ANYBODY : gate.identify(request)
    if (visitor.kind === 'known') {
      rememberVisitor(response, visitor)
      return next()
    }
    const isForm = request.method === 'POST' && request.is('application/x-www-form-urlencoded') !== false
    return isForm ? readForm(request, response, turn) : turn()

    function turn(error?: unknown): void {
      if (error !== undefined) return next(error)
      const carried = isForm && typeof request.body === 'string' ? request.body : null
      const place = { next: `${basePath}${request.url}`, carried, answers }
      return turnAway(request, response, visitor as Exclude<typeof visitor, KnownVisitor>, place)
    }
  })
  app.use((request, response, next) => {
    request.headers[USER_HEADER] = readVisitor(response).account.user
    next()
  })
  app.use(createPageRoutes(PAGES, pages, answers))

  // A browser may keep the board's own files, and asks whether they are still right.
  app.use(`${BOARD_PATH}/static`, (_request, response, next) => {
    response.set('cache-control', 'private, no-cache')
    next()
  })
  app.use(BOARD_PATH, (request, response, next) =>
    boards[readVisitor(response).account.role](request, response, next),
  )
  app.use((request, response) =>
    !isScript(request) && request.accepts(['text', 'html']) === 'html'
      ? answers.send(request, response, showNowhere())
      : sendLine(response, 404, `there is no such page: try ${basePath}/ or ${basePath}${BOARD_PATH}`),
  )
  app.use(createErrorHandler(onError, answers))
  return app
}
