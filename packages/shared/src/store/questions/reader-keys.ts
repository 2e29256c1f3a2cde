import type { ReaderKey, ReaderPurpose } from '../../secrets/index.ts'
import type { Queryable } from '../database/database.ts'

/** How long after it was last published a key counts as held by a worker that runs. */
const FRESH_MS = 180_000

interface ReaderKeyRow {
  readonly purpose: ReaderPurpose
  readonly key_id: string
  readonly public_key: string
}

/**
 * Publishes keys that this process holds; again and again, as long as it does. Returns those that stood there under
 * one of their ids with another public half, and do no more: nobody made them of the key.
 */
export async function publishReaderKeys(
  db: Queryable,
  keys: readonly ReaderKey[],
): Promise<readonly ReaderKey[]> {
  const forged: ReaderKey[] = []
  for (const { purpose, keyId, publicKey } of keys) {
    const { rows } = await db.query<ReaderKeyRow>(
      `select purpose, key_id, public_key from sluice.reader_keys
       where purpose = $1 and key_id = $2 and public_key <> $3`,
      [purpose, keyId, publicKey],
    )
    forged.push(...rows.map(parseKey))
    await db.query(
      `insert into sluice.reader_keys (purpose, key_id, public_key) values ($1, $2, $3)
       on conflict (purpose, key_id) do update set public_key = excluded.public_key, published_at = now()`,
      [purpose, keyId, publicKey],
    )
  }
  return forged
}

/** The keys of a purpose that some running worker is said to hold. */
export async function listFreshReaderKeys(
  db: Queryable,
  purpose: ReaderPurpose,
): Promise<readonly ReaderKey[]> {
  const { rows } = await db.query<ReaderKeyRow>(
    `select purpose, key_id, public_key from sluice.reader_keys
     where purpose = $1 and published_at > now() - make_interval(secs => $2)`,
    [purpose, FRESH_MS / 1_000],
  )
  return rows.map(parseKey)
}

/**
 * The key to seal to: of those that running workers hold, the one that came last, however often an older one is
 * published again by a worker that has not been told of it yet. While no worker runs, the one that was held last. null
 * where none was ever published.
 */
export async function chooseReaderKey(db: Queryable, purpose: ReaderPurpose): Promise<ReaderKey | null> {
  const { rows } = await db.query<ReaderKeyRow>(
    `select purpose, key_id, public_key from (
       select *, published_at > now() - make_interval(secs => $2) as is_fresh from sluice.reader_keys where purpose = $1
     ) as known
     order by is_fresh desc, case when is_fresh then first_published_at else published_at end desc, key_id limit 1`,
    [purpose, FRESH_MS / 1_000],
  )
  return rows[0] === undefined ? null : parseKey(rows[0])
}

function parseKey({ purpose, key_id: keyId, public_key: publicKey }: ReaderKeyRow): ReaderKey {
  return { purpose, keyId, publicKey }
}
