import type { Queryable } from '../database/database.ts'
import type { DeadLetterStage } from '../../domain/index.ts'

/** Open dead letters of one kind; the age is by the database's clock. */
export interface OpenLetters {
  readonly mapping: string
  readonly stage: DeadLetterStage
  readonly code: string
  readonly letters: number
  readonly oldestAgeSeconds: number
}

/** Counts the open dead letters of each kind: a look at each of them, so 1 to 2 s for a million. */
export async function countOpenLetters(db: Queryable): Promise<readonly OpenLetters[]> {
  const { rows } = await db.query<OpenLetters>(
    `select mapping_id as mapping, stage, code, count(*) as letters,
       extract(epoch from now() - min(created_at))::double precision as "oldestAgeSeconds"
     from sluice.dead_letters where status = 'open' group by mapping_id, stage, code`,
  )
  return rows
}
