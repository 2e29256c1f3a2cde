import type { ExtractPayload, TypedQueue } from '../queues/index.ts'
import { isSyncSettled, type Queryable } from '../store/index.ts'

interface TellDeps {
  readonly db: Queryable
  readonly extract: Pick<TypedQueue<ExtractPayload>, 'add'>
}

/** Hands a sync on to be committed when the chunk that was settled was its last. */
export async function tellSettled({ db, extract }: TellDeps, sync: string): Promise<void> {
  if (await isSyncSettled(db, sync)) await extract.add({ sync, step: 'commit' })
}
