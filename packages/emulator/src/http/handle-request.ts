import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EmulatorCore } from '../emulator-core.ts'
import { sendJson } from './answer.ts'
import { BadRequest } from './bad-request.ts'
import type { Exchange, Handler } from './exchange.ts'
import { findSettingsHandler } from './get-settings.ts'
import { ROUTES } from './routes.ts'

/** Answers a request by its route; what is no route gets the list of those that are. Never throws. */
export async function handleRequest(
  core: EmulatorCore,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/', query] = (request.url ?? '/').split('?', 2)
  const exchange: Exchange = { core, request, response, path, query: new URLSearchParams(query) }
  try {
    const handler =
      ROUTES.get(`${request.method} ${path}`) ?? findSettingsHandler(request.method, path) ?? answerNotFound
    await handler(exchange)
  } catch (error) {
    if (core.closing.aborted) request.socket.destroy()
    else answerError(exchange, error)
  }
}

const answerNotFound: Handler = ({ request, response, path }) => {
  sendJson(response, 404, {
    success: false,
    code: 'not_found',
    message: `there is no ${request.method} ${path}`,
    routes: [...ROUTES.keys()],
  })
}

function answerError({ core, response }: Exchange, error: unknown): void {
  if (error instanceof BadRequest) {
    sendJson(response, 400, { success: false, code: 'bad_request', message: error.message })
    return
  }
  core.log(`unexpected error: ${error instanceof Error ? error.stack : String(error)}`)
  if (!response.headersSent) {
    sendJson(response, 500, {
      success: false,
      code: 'unexpected',
      message: 'the emulator failed: this is a bug of it',
    })
  }
}
