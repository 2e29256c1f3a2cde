import { SluiceError } from '@sluice/shared/errors'
import type { Queue } from 'bullmq'
import { fastify } from 'fastify'
import { BOARD_PATH, createBoard } from './board.ts'
import type { ConsoleConfig } from './config.ts'
import { createGuard } from './guard.ts'

export interface ConsoleServer {
  readonly url: string
  close(): Promise<void>
}

// Retry all of a large queue is one long request.
const REQUEST_TIMEOUT_MS = 300_000

/** Serves the board over the given queues, behind the guard. */
export async function startConsoleServer(
  config: ConsoleConfig,
  queues: readonly Queue[],
): Promise<ConsoleServer> {
  const server = fastify({ requestTimeout: REQUEST_TIMEOUT_MS, forceCloseConnections: true })
  server.addHook('onRequest', createGuard(config.credentials))
  server.get('/', (_request, reply) => reply.redirect(BOARD_PATH))
  await server.register(createBoard(queues).registerPlugin(), { prefix: BOARD_PATH })
  try {
    return { url: await server.listen({ host: config.host, port: config.port }), close: () => server.close() }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') {
      throw new SluiceError(
        'port_in_use',
        `port ${config.port} is in use: set SLUICE_CONSOLE_PORT to another, or to 0 for any`,
        {
          cause,
        },
      )
    }
    throw cause
  }
}
