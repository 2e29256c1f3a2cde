import { cancelSync } from '@sluice/operations/syncs/cancel-sync'
import { formatSyncSummary } from '../output/format-sync.ts'
import { addCommand, type CommonOptions, type DefineCommand } from './define-command.ts'
import { parseSyncId } from './parse-options.ts'
import { withExtractQueue } from './with-extract-queue.ts'

/** `sluice cancel`: ends a sync before its time. */
export const defineCancel: DefineCommand = (program, shell) => {
  addCommand(program, 'cancel', {
    description: 'End a running sync: what was delivered is remembered, the rest is left for the next sync.',
    details: `Requests that are under way are not called back; the next sync waits for their answers. A sync that is being committed has
delivered everything and cannot be canceled any more.

Needs DATABASE_URL and REDIS_URL.

--json prints the sync.`,
    examples: ['cancel 0b0f7a9e', 'cancel 0b0f7a9e-4a6e-4c57-9a55-0b5f4b6f3c52 --json'],
  })
    .argument('<sync>', 'id of the sync or its beginning, as `sluice syncs` shows it', parseSyncId)
    .action(async (id: string, options: CommonOptions) => {
      const document = await withExtractQueue(shell, (deps) => cancelSync(deps, { sync: id }, shell.user))
      shell.print(options.json ? JSON.stringify(document) : formatSyncSummary(document, Date.now()))
    })
}
