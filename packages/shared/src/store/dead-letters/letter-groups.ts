import type { DeadLetterCode } from '../../errors/index.ts'
import type { DeadLetterGroup, DeadLetterStage } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { LAST_SYNC, createLetterCondition } from './letter-filter.ts'
import { createPayloadPlace, openIfKeyKnown, type SecretBox } from '../../secrets/index.ts'

/** Open letters that share mapping, stage, reason code and chunk. */
export interface OpenLetterGroup extends DeadLetterGroup {
  readonly mapping: string
  readonly count: number
}

interface GroupRow {
  mapping_id: string
  sync: string
  chunk: number
  stage: DeadLetterStage
  code: DeadLetterCode
  count: number
}

/** Every group of open letters. */
export async function listLetterGroups(db: Queryable): Promise<readonly OpenLetterGroup[]> {
  const { rows } = await db.query<GroupRow>(
    `select mapping_id, ${LAST_SYNC} as sync, coalesce(chunk, 0) as chunk, stage, code, count(*) as count
     from sluice.dead_letters where status = 'open' group by 1, 2, 3, 4, 5`,
  )
  return rows.map(({ mapping_id: mapping, ...group }) => ({ mapping, ...group }))
}

/** What a group tells of its letters: the first letters, the reason of the first, and what that one holds. */
export interface LetterSample {
  readonly letters: readonly string[]
  readonly reason: string
  /** null when no key of this process opens it. */
  readonly payload: string | null
}

/** The first letters of a group; null when they were closed meanwhile. */
export async function readLetterSample(
  db: Queryable,
  secrets: SecretBox,
  group: DeadLetterGroup,
  limit: number,
): Promise<LetterSample | null> {
  const { where, values } = createLetterCondition({ group, status: 'open' })
  const { rows } = await db.query<{
    id: number
    reason: string
    sync_id: string
    delta_seq: number
    payload: string
  }>(
    `select id, reason, sync_id, delta_seq, payload from sluice.dead_letters where ${where} order by id limit $${values.length + 1}`,
    [...values, limit],
  )
  const [first] = rows
  if (first === undefined) return null
  const place = createPayloadPlace({ sync: first.sync_id, deltaSeq: first.delta_seq })
  return {
    letters: rows.map(({ id }) => String(id)),
    reason: first.reason,
    payload: openIfKeyKnown(() => secrets.open(first.payload, place)),
  }
}
