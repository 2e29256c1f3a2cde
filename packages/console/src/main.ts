import { QUEUES, openQueue } from '@sluice/shared/queues'
import type { Lifecycle, WorkerContext, WorkerPart } from '@sluice/shared/runtime'
import { parseConsoleConfig } from './config.ts'
import { startConsoleServer } from './start-console-server.ts'

/** Starts the console: Bull Board over every queue, behind HTTP Basic auth. */
export const consolePart: WorkerPart = {
  secrets: ['letters'],
  start: startConsole,
}

async function startConsole(context: WorkerContext, lifecycle: Lifecycle): Promise<void> {
  const config = parseConsoleConfig(context.env)
  const queues = QUEUES.map((definition) => {
    const queue = openQueue(definition as never, context.queues)
    return lifecycle.use(`${queue.name} queue`, queue, () => queue.close()).raw
  })
  const server = lifecycle.use('console', await startConsoleServer(config, queues), (running) =>
    running.close(),
  )
  context.log.info({ url: server.url }, 'console ready')
}
