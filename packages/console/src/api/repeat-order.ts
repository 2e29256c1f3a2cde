import { createHash } from 'node:crypto'
import { beginOrder, endOrder, type Database } from '@sluice/shared/store'
import { RequestError } from './problem.ts'
import type { Answer } from './route.ts'

/** An order, and the key under which it may come again; null for one that may not. */
export interface GivenOrder {
  readonly key: string | undefined
  readonly actor: string
  /** What is ordered, as text. */
  readonly text: string
}

/**
 * Carries an order out once: one that comes again under its key within a day gets the answer of the first. Fails with
 * `idempotency_key_reused` and `order_under_way`. An order that fails may be given again.
 */
export async function repeatOrder(
  db: Database,
  { key, actor, text }: GivenOrder,
  carryOut: () => Promise<Answer>,
): Promise<Answer> {
  if (key === undefined) return carryOut()
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new RequestError(400, 'request_invalid', 'an Idempotency-Key must be 1 to 255 visible characters')
  const order = { owner: actor, key, digest: createHash('sha256').update(text).digest() }
  const known = await beginOrder(db, order)
  switch (known.kind) {
    case 'new':
      break
    case 'answered':
      return known.answer as Answer
    case 'another':
      throw new RequestError(
        422,
        'idempotency_key_reused',
        'this Idempotency-Key came before with another request: use a new one for each order',
      )
    case 'under way':
      throw new RequestError(
        409,
        'order_under_way',
        'an order under this Idempotency-Key is being carried out',
      )
    default:
      return known satisfies never
  }
  try {
    const answer = await carryOut()
    await endOrder(db, order, answer)
    return answer
  } catch (error) {
    await endOrder(db, order, null)
    throw error
  }
}
