import type { Queryable } from '../database/database.ts'
import type { DeadLetterStatus } from '../../domain/index.ts'
import { createLetterCondition, type LetterFilter } from './letter-filter.ts'

/** Open letters of a mapping that cannot be requeued, and why: what they are, or how their mapping is. */
export interface LettersLeft {
  readonly mapping: string
  readonly destination: string | null
  readonly why: 'stage extract' | 'mapping removed' | 'mapping disabled' | 'destination disabled'
  readonly letters: number
}

/** The open letters of a filter that no requeue takes. */
export async function listLettersLeft(
  db: Queryable,
  filter: Omit<LetterFilter, 'status'>,
): Promise<readonly LettersLeft[]> {
  const { where, values } = createLetterCondition({ ...filter, status: 'open' })
  const { rows } = await db.query<LettersLeft>(
    `select * from (
       select letter.mapping_id as mapping, mapping.destination_id as destination,
         case when letter.stage = 'extract' then 'stage extract' when mapping.id is null then 'mapping removed'
           when not mapping.enabled then 'mapping disabled' when not destination.enabled then 'destination disabled' end as why,
         count(*) as letters
       from (select mapping_id, stage from sluice.dead_letters where ${where}) letter
       left join sluice.mappings mapping on mapping.id = letter.mapping_id
       left join sluice.destinations destination on destination.id = mapping.destination_id
       group by 1, 2, 3
     ) kinds where why is not null order by mapping, why`,
    values,
  )
  return rows
}

/** Letters that are not open any more, and who has seen to that, where somebody did. */
export interface LettersTaken {
  readonly status: Exclude<DeadLetterStatus, 'open'>
  readonly actor: string | null
  readonly letters: number
}

/** The letters of a filter that are not open: what an order that finds nothing open has missed. */
export async function listLettersTaken(
  db: Queryable,
  filter: Omit<LetterFilter, 'status'>,
): Promise<readonly LettersTaken[]> {
  const { where, values } = createLetterCondition(filter)
  const { rows } = await db.query<LettersTaken>(
    `select status, history -> -1 ->> 'actor' as actor, count(*) as letters
     from sluice.dead_letters where ${where} and status <> 'open' group by 1, 2 order by 3 desc, 1, 2`,
    values,
  )
  return rows
}
