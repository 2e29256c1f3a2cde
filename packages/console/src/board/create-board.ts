import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { Queue } from 'bullmq'
import type { RequestHandler } from 'express'
import type { Role } from '../access/account.ts'
import { createHooks, type HookDeps } from './create-hooks.ts'
import { formatJob } from './format-job.ts'
import { OwnPageAdapter } from './own-page-adapter.ts'
import { renderBoardFrame } from './render-board-frame.tsx'

/** Where the board stands. */
export const BOARD_PATH = '/queues'

const POLLING_INTERVAL_SECONDS = 5
// The board's own way to find its files does not outlive being bundled.
const BOARD_FILES = dirname(
  createRequire(createRequire(import.meta.url).resolve('@bull-board/api')).resolve(
    '@bull-board/ui/package.json',
  ),
)

/**
 * Bull Board over the given queues as one role sees it, to be mounted under its path of
 * a console that stands under `basePath`.
 */
export function createBoard(role: Role, deps: HookDeps, basePath: string): RequestHandler {
  const adapter = new OwnPageAdapter(renderBoardFrame(basePath))
  adapter.setBasePath(`${basePath}${BOARD_PATH}`)
  createBullBoard({
    queues: [...deps.queues.values()].map((queue) => createAdapter(role, queue)),
    serverAdapter: adapter,
    options: {
      uiBasePath: BOARD_FILES,
      uiConfig: {
        boardTitle: 'Sluice',
        boardLogo: { path: `${basePath}/logo.svg`, width: 24, height: 24 },
        favIcon: { default: `${basePath}/logo.svg`, alternative: `${basePath}/logo.svg` },
        miscLinks: [
          { text: 'Overview', url: `${basePath}/` },
          { text: 'Sign out', url: `${basePath}/sign-out` },
        ],
        hideRedisDetails: true,
        hideDocsLink: true,
        sortQueues: false,
        pollingInterval: { forceInterval: POLLING_INTERVAL_SECONDS },
      },
      handlerHooks: createHooks(role, deps),
    },
  })
  return adapter.getRouter() as RequestHandler
}

function createAdapter(role: Role, queue: Queue): BullMQAdapter {
  // The buttons that the hooks would refuse are hidden, as far as the board can.
  const options = {
    readOnlyMode: role === 'viewer',
    allowCompletedRetries: false,
    description: DESCRIPTIONS[queue.name] ?? '',
  }
  const adapter = new BullMQAdapter(queue, options)
  adapter.setFormatter('name', ({ data }: { readonly data: unknown }) => formatJob(queue.name, data))
  return adapter
}

/** What each queue holds, for whoever meets it first at night. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  tick: 'scheduled runs: each starts a sync, unless one runs',
  extract: 'syncs to be staged, streamed and committed',
  map: 'chunks of changed rows to be mapped to events',
  send: 'events on their way to Segment',
  'dead-letter': 'what was not delivered, with its reason: Retry requeues it, Clean discards it',
}
