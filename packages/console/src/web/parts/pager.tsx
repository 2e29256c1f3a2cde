/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

/** How many rows a page of a list has. */
export const PAGE_ROWS = 50

/** A page of a list: what was searched for, and which page it is, from 1. */
export interface ListQuery {
  readonly search: string
  readonly page: number
}

/** Reads `?q=…&page=…`. */
export function readListQuery(query: URLSearchParams): ListQuery {
  const page = Number(query.get('page') ?? 1)
  return {
    search: (query.get('q') ?? '').trim(),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  }
}

/** The rows of one page, of those whose text has what was searched for, whatever its case. */
export function cutPage<T>(
  items: readonly T[],
  { search, page }: ListQuery,
  readText: (item: T) => string,
): { readonly rows: readonly T[]; readonly count: number } {
  const wanted = search.toLowerCase()
  const found = wanted === '' ? items : items.filter((item) => readText(item).toLowerCase().includes(wanted))
  return { rows: found.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS), count: found.length }
}

/** A box to search a list with. */
export function Search({
  action,
  label,
  query,
}: {
  readonly action: string
  readonly label: string
  readonly query: ListQuery
}): VNode {
  return (
    <form class="search" method="get" action={action} role="search">
      <input type="search" name="q" value={query.search} aria-label={label} placeholder={label} />
      <button class="quiet">Search</button>
    </form>
  )
}

/** Which rows are shown of how many, with links to those before and after; nothing where all are shown. */
export function Pager({
  action,
  query: { search, page },
  count,
}: {
  readonly action: string
  readonly query: ListQuery
  readonly count: number
}): VNode | null {
  if (count <= PAGE_ROWS && page === 1) return null
  const href = (target: number): string => {
    const parameters = new URLSearchParams({ ...(search === '' ? {} : { q: search }), page: String(target) })
    return `${action}?${parameters}`
  }
  const first = (page - 1) * PAGE_ROWS + 1
  return (
    <nav class="pager" aria-label="Pages">
      <span>
        {first.toLocaleString('en-US')}–{Math.min(page * PAGE_ROWS, count).toLocaleString('en-US')} of{' '}
        {count.toLocaleString('en-US')}
      </span>
      {page > 1 && (
        <a href={href(page - 1)} rel="prev">
          Previous
        </a>
      )}
      {page * PAGE_ROWS < count && (
        <a href={href(page + 1)} rel="next">
          Next
        </a>
      )}
    </nav>
  )
}
