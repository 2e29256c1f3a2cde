import type { ReaderPurpose, SealedToReader } from '../../secrets/index.ts'
import type { Queryable } from '../database/database.ts'

/** A question as it is written down: nobody but the worker it is for can read what it says. */
export interface RecordedQuestion extends SealedToReader {
  readonly id: string
  readonly purpose: ReaderPurpose
  readonly actor: string
}

/** How long a question is worth an answer; whoever asked has gone by then. */
const WORTH_S = 120

/** Writes a question down, and forgets those that nobody waits for any more. */
export async function recordQuestion(
  db: Queryable,
  { id, purpose, keyId, bytes, actor }: RecordedQuestion,
): Promise<void> {
  await db.query('delete from sluice.questions where asked_at < now() - make_interval(secs => $1)', [WORTH_S])
  await db.query(
    'insert into sluice.questions (id, purpose, key_id, sealed, actor) values ($1, $2, $3, $4, $5)',
    [id, purpose, keyId, bytes, actor],
  )
}

/** A question, for the first who takes it; null when it was taken, withdrawn or never asked, or is for others. */
export async function takeQuestion(
  db: Queryable,
  id: string,
  purpose: ReaderPurpose,
): Promise<SealedToReader | null> {
  const { rows } = await db.query<{ key_id: string; sealed: Buffer }>(
    `update sluice.questions set taken_at = now()
     where id = $1 and purpose = $2 and taken_at is null and asked_at >= now() - make_interval(secs => $3)
     returning key_id, sealed`,
    [id, purpose, WORTH_S],
  )
  const [row] = rows
  return row === undefined ? null : { keyId: row.key_id, bytes: row.sealed }
}

/** Forgets a question: it was answered, or nobody waits for it any more. */
export async function removeQuestion(db: Queryable, id: string): Promise<void> {
  await db.query('delete from sluice.questions where id = $1', [id])
}
