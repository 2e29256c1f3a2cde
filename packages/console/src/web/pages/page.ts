import type { ComponentChildren } from 'preact'
import type { AskDeps, ConfigDeps, ExtractorDeps } from '@sluice/operations'
import type { KnownVisitor } from '../../access/visitor.ts'
import type { Overview } from '../overview/read-overview.ts'
import type { ListQuery } from '../parts/pager.tsx'

/** What pages work with. */
export interface PageDeps extends ExtractorDeps, AskDeps, ConfigDeps {
  readonly readOverview: (query: ListQuery) => Promise<Overview>
  readonly now: () => number
}

/** Somebody who looks at a page. */
export interface Visit {
  readonly deps: PageDeps
  readonly visitor: KnownVisitor
  /** The parts of the path that the page's own path names with a colon. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly nowMs: number
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** Somebody who sends a form of a page. */
export interface Submission extends Visit {
  readonly form: URLSearchParams
  /** Who does it, as the audit log names him. */
  readonly actor: string
}

/** What a page says. */
export interface View {
  readonly kind: 'view'
  /** Of the window; the one `h1` stands in the body. */
  readonly title: string
  readonly body: ComponentChildren
  /** Of the answer; 200 unless told. */
  readonly status?: number
  /** Keeps itself up to date: after how long it asks for itself again, in ms. */
  readonly renewAfterMs?: number
}

/** Leads on to another page, which says what was done. */
export interface Redirect {
  readonly kind: 'redirect'
  /** Relative to where the console stands: `sources/warehouse`. */
  readonly to: string
  readonly message: string | null
  /** The version of what was changed, before and after: a form that shows it goes on from there. */
  readonly versions?: Versions
}

/** The version of an item before and after a change. */
export interface Versions {
  readonly before: string
  readonly after: string
}

/** What comes back from a page. */
export type Answer = View | Redirect | Data

/** What a script of a page asked for, as JSON. */
export interface Data {
  readonly kind: 'data'
  readonly body: object
}

/** A page: what it shows, and what its form does. Whoever only looks may not send forms. */
export interface Page {
  /** As express has it, from where the console stands: `/sources/:id`. */
  readonly path: string
  /** Answers GET; a page without it takes forms of another one. */
  readonly show?: (visit: Visit) => View | Redirect | Promise<View | Redirect>
  /** Answers POST: leads on, or shows the form again with what was typed and what is wrong with it. */
  readonly act?: (submission: Submission) => Answer | Promise<Answer>
}

/** Answers a script. */
export function data(body: object): Data {
  return { kind: 'data', body }
}

/** A page's answer. */
export function view(title: string, body: ComponentChildren, rest: Partial<View> = {}): View {
  return { ...rest, kind: 'view', title, body }
}

/** Leads on, with what was done. */
export function redirect(to: string, message: string | null = null, versions?: Versions): Redirect {
  return { kind: 'redirect', to, message, ...(versions === undefined ? {} : { versions }) }
}
