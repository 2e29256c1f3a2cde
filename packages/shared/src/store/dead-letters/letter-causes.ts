import type { DeadLetterCode } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import type { DeadLetterStage } from '../../domain/index.ts'
import { createLetterCondition, type LetterFilter } from './letter-filter.ts'

/** Dead letters of one mapping that fell out of the flow in the same place and for the same reason. */
export interface LetterCause {
  readonly mapping: string
  readonly stage: DeadLetterStage
  readonly code: DeadLetterCode
  readonly reason: string
  readonly letters: number
  /** How many of them nobody has decided about. */
  readonly open: number
  readonly oldestAt: string
  readonly newestAt: string
}

interface CauseRow extends Omit<LetterCause, 'oldestAt' | 'newestAt'> {
  oldest_at: Date
  newest_at: Date
}

/** The causes of the letters of a filter, the most frequent first: a look at each letter, so 1 to 2 s for a million. */
export async function listLetterCauses(db: Queryable, filter: LetterFilter): Promise<readonly LetterCause[]> {
  const { where, values } = createLetterCondition(filter)
  const { rows } = await db.query<CauseRow>(
    `select mapping_id as mapping, stage, code, reason, count(*) as letters, count(*) filter (where status = 'open') as open,
       min(created_at) as oldest_at, max(created_at) as newest_at
     from sluice.dead_letters where ${where} group by 1, 2, 3, 4 order by letters desc, 1, 2, 3, 4`,
    values,
  )
  return rows.map(({ oldest_at: oldest, newest_at: newest, ...cause }) => ({
    ...cause,
    oldestAt: oldest.toISOString(),
    newestAt: newest.toISOString(),
  }))
}
