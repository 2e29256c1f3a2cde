/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'
import type { Choice } from './select-field.tsx'

/** What was asked for by a filter of this name; empty for nothing. */
export function readFilter(query: URLSearchParams, name: string): string {
  return (query.get(name) ?? '').replaceAll('\0', '').trim()
}

/** What narrows a list down: boxes and choices, which are sent together. */
export function Filters({
  action,
  button = 'Show',
  children,
}: {
  /** Relative to where the console stands. */
  readonly action: string
  readonly button?: string
  readonly children: ComponentChildren
}): VNode {
  return (
    <form class="filters" method="get" action={action} role="search">
      {children}
      <button class="quiet">{button}</button>
    </form>
  )
}

/** A box for a text that rows must have. */
export function TextFilter({
  name,
  label,
  value,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
}): VNode {
  return (
    <label>
      <span>{label}</span>
      <input type="search" name={name} value={value} autocomplete="off" spellcheck={false} />
    </label>
  )
}

/** A choice of what rows must be; the first stands for all. */
export function ChoiceFilter({
  name,
  label,
  value,
  choices,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly choices: readonly Choice[]
}): VNode {
  return (
    <label>
      <span>{label}</span>
      <select name={name} aria-label={label}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Links to the newest rows of a list, and to those before the last that is shown; nothing where all are shown. */
export function OlderPager({
  action,
  filters,
  before,
  next,
}: {
  readonly action: string
  /** What the list is narrowed down to. */
  readonly filters: Readonly<Record<string, string>>
  /** Where this page begins; empty for the first. */
  readonly before: string
  /** The last row of this page; null where none is older. */
  readonly next: string | null
}): VNode | null {
  if (before === '' && next === null) return null
  const href = (from: string): string => {
    const parameters = new URLSearchParams(
      Object.entries({ ...filters, before: from }).filter(([, value]) => value !== ''),
    )
    return parameters.size === 0 ? action : `${action}?${parameters}`
  }
  return (
    <nav class="pager" aria-label="Pages">
      {before !== '' && <a href={href('')}>Newest</a>}
      {next !== null && (
        <a href={href(next)} rel="next">
          Older
        </a>
      )}
    </nav>
  )
}

/** The rows of a page, of one more than it holds, and where the next page begins. */
export function cutOlder<Row>(
  rows: readonly Row[],
  limit: number,
  readId: (row: Row) => string,
): { readonly shown: readonly Row[]; readonly next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { shown, next: rows.length > limit && last !== undefined ? readId(last) : null }
}
