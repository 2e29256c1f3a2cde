import { BadRequest } from './bad-request.ts'

const LIMIT_DEFAULT = 100
const LIMIT_MOST = 10_000

/** Which part of a list is asked for. */
export interface Page {
  readonly limit: number
  readonly offset: number
  readonly order: 'oldest' | 'newest'
}

/** The page that `limit`, `offset` and `order` of a query name; throws a BadRequest for anything else. */
export function readPage(query: URLSearchParams): Page {
  const order = query.get('order') ?? 'oldest'
  if (order !== 'oldest' && order !== 'newest') {
    throw new BadRequest(`order: expected oldest or newest, got ${JSON.stringify(order)}`)
  }
  return {
    limit: readInteger(query, 'limit', LIMIT_DEFAULT, LIMIT_MOST),
    offset: readInteger(query, 'offset', 0, Number.MAX_SAFE_INTEGER),
    order,
  }
}

/** The items of a page, from a list in the order of arrival. */
export function slicePage<T>(items: readonly T[], { limit, offset, order }: Page): readonly T[] {
  if (order === 'oldest') return items.slice(offset, offset + limit)
  const end = Math.max(0, items.length - offset)
  return items.slice(Math.max(0, end - limit), end).toReversed()
}

function readInteger(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = query.get(name) ?? String(fallback)
  if (/^\d{1,16}$/.test(text) && Number(text) <= most) return Number(text)
  throw new BadRequest(`${name}: expected an integer from 0 to ${most}, got ${JSON.stringify(text)}`)
}
