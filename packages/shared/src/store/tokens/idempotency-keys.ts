import type { Queryable } from '../database/database.ts'

/** An order that may come twice. */
export interface RepeatableOrder {
  /** Who gives it: a key is his own. */
  readonly owner: string
  readonly key: string
  /** SHA-256 of what is ordered. */
  readonly digest: Buffer
}

/** What is known of an order: nothing yet, that it is being carried out, what it was answered with, or another one. */
export type KnownOrder =
  | { readonly kind: 'new' }
  | { readonly kind: 'under way' }
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'another' }

/** How long an order is given; who carries it out has died after that. */
const PATIENCE = '2 minutes'

/** Takes an order down under its key, unless it is known; keys are forgotten after a day. */
export async function beginOrder(
  db: Queryable,
  { owner, key, digest }: RepeatableOrder,
): Promise<KnownOrder> {
  await db.query(`delete from sluice.idempotency_keys where created_at < now() - interval '1 day'`)
  const taken = await db.query(
    `insert into sluice.idempotency_keys as known (owner, key, digest) values ($1, $2, $3)
     on conflict (owner, key) do update set created_at = now()
       where known.answer is null and known.digest = excluded.digest
         and known.created_at < now() - interval '${PATIENCE}'`,
    [owner, key, digest],
  )
  if (taken.rowCount === 1) return { kind: 'new' }
  const { rows } = await db.query<{ same: boolean; answer: unknown }>(
    'select digest = $3 as same, answer from sluice.idempotency_keys where owner = $1 and key = $2',
    [owner, key, digest],
  )
  const [row] = rows
  if (row !== undefined && !row.same) return { kind: 'another' }
  if (row === undefined || row.answer === null) return { kind: 'under way' }
  return { kind: 'answered', answer: row.answer }
}

/** Keeps what an order was answered with; without an answer it is as if it had never come. */
export async function endOrder(
  db: Queryable,
  { owner, key }: RepeatableOrder,
  answer: object | null,
): Promise<void> {
  await (answer === null
    ? db.query('delete from sluice.idempotency_keys where owner = $1 and key = $2', [owner, key])
    : db.query('update sluice.idempotency_keys set answer = $3 where owner = $1 and key = $2', [
        owner,
        key,
        JSON.stringify(answer),
      ]))
}
