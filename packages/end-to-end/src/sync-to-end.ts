import type { SyncDocument } from '@sluice/shared/domain'
import type { ExtractPayload, TypedQueue } from '@sluice/shared/queues'
import { createSync, describeSync, readSync, type Database, type SyncRequest } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'

/** A sync to its end, as the command would start it and without the time that a process of its own takes. */
export async function syncToEnd(
  { db, extract }: { readonly db: Database; readonly extract: TypedQueue<ExtractPayload> },
  request: SyncRequest,
): Promise<SyncDocument> {
  const { id } = await createSync(db, request)
  await extract.add({ sync: id, step: 'run' })
  return waitFor(
    `the sync of ${request.mapping} to end`,
    async () => {
      const ended = await readSync(db, id)
      return ended !== null && ended.finishedAt !== null && describeSync(ended)
    },
    120_000,
  )
}
