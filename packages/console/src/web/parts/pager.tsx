/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

/** How many rows a page of a list has. */
export const PAGE_ROWS = 50

/** A page of a list: what was searched for, and after which row it begins. */
export interface ListQuery {
  readonly search: string
  readonly cursor: string | undefined
}

/** Reads `?q=…&after=…`. */
export function readListQuery(query: URLSearchParams): ListQuery {
  return { search: (query.get('q') ?? '').trim(), cursor: query.get('after') ?? undefined }
}

/** A box to search a list with. */
export function Search({
  action,
  label,
  query,
}: {
  /** Relative to where the console stands. */
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

/** How many rows are shown of how many, with links to the first page and the next; nothing where all are shown. */
export function Pager({
  action,
  query: { search, cursor },
  shown,
  total,
  next,
}: {
  readonly action: string
  readonly query: ListQuery
  readonly shown: number
  readonly total: number
  /** What leads to the next page; null on the last. */
  readonly next: string | null
}): VNode | null {
  if (next === null && cursor === undefined) return null
  const href = (after: string | null): string => {
    const parameters = new URLSearchParams({
      ...(search === '' ? {} : { q: search }),
      ...(after === null ? {} : { after }),
    })
    return parameters.size === 0 ? action : `${action}?${parameters}`
  }
  return (
    <nav class="pager" aria-label="Pages">
      <span>
        {shown.toLocaleString('en-US')} of {total.toLocaleString('en-US')}
      </span>
      {cursor !== undefined && <a href={href(null)}>First page</a>}
      {next !== null && (
        <a href={href(next)} rel="next">
          Next page
        </a>
      )}
    </nav>
  )
}
