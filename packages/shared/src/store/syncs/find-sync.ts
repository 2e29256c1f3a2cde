import { SluiceError } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'

/** What an id can begin with; the database would stumble over anything else. */
const CAN_BEGIN_ID = /^[0-9a-f-]{1,36}$/i

/**
 * The id of the sync whose id begins with `prefix`; of dead letters too, which may outlive their
 * sync. Throws `sync_unknown` when there is none, and `usage_invalid` when there are several.
 */
export async function findSyncId(db: Queryable, prefix: string): Promise<string> {
  const { rows } = !CAN_BEGIN_ID.test(prefix)
    ? { rows: [] }
    : await db.query<{ id: string }>(
        `select id from (
       select id from sluice.syncs where id between $1 and $2
       union select sync_id from sluice.dead_letters where sync_id between $1 and $2
     ) found limit 2`,
        [pad(prefix, '0'), pad(prefix, 'f')],
      )
  const [found, other] = rows
  if (found === undefined)
    throw new SluiceError('sync_unknown', `there is no sync ${prefix}`, {
      subject: { kind: 'sync', id: prefix },
    })
  if (other !== undefined)
    throw new SluiceError('usage_invalid', `more than one sync begins with ${prefix}: give more of its id`)
  return found.id
}

const LENGTHS = [8, 4, 4, 4, 12] as const

/** The first or the last id that begins so. */
function pad(prefix: string, digit: string): string {
  const digits = prefix.replaceAll('-', '').padEnd(32, digit)
  let from = 0
  return LENGTHS.map((length) => digits.slice(from, (from += length))).join('-')
}
