import { SluiceError } from '@sluice/shared/errors'
import { describeSync, findSyncId, readSync, type Database, type SyncRecord } from '@sluice/shared/store'
import { cancelRunning } from '@sluice/config'
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
      await withExtractQueue(shell, async ({ db, extract }) => {
        const canceled = await cancel(db, id, shell.user)
        await extract.add({ step: 'fold', sync: canceled.id })
        const document = describeSync(canceled)
        shell.print(options.json ? JSON.stringify(document) : formatSyncSummary(document, Date.now()))
      })
    })
}

async function cancel(db: Database, prefix: string, actor: string): Promise<SyncRecord> {
  const id = await findSyncId(db, prefix)
  const sync = await readSync(db, id)
  if (sync === null)
    throw new SluiceError('sync_unknown', `there is no sync ${id}: \`sluice syncs\` lists them`)
  if (!(await db.transaction((tx) => cancelRunning(tx, sync, actor)))) {
    const now = (await readSync(db, id)) ?? sync
    throw new SluiceError(
      'sync_ended',
      now.status === 'committing'
        ? `sync ${id} of ${sync.mapping} has delivered everything and is being committed: it ends by itself`
        : `sync ${id} of ${sync.mapping} has ended already: ${now.status}`,
    )
  }
  return (await readSync(db, id)) ?? sync
}
