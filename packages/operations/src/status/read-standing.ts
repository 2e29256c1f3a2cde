import { countMappings, listConfigPage, listTroubled, type Trouble } from '@sluice/shared/store'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
import type { DatabaseDeps } from '../deps.ts'
import {
  readDestinationStatuses,
  readMappingStatuses,
  type DestinationStatus,
  type MappingStatus,
} from './read-status.ts'

/** Which mappings are to be shown. */
export interface StandingInput {
  /** What the id holds somewhere; anything if absent. */
  readonly search?: string | undefined
  /** `next` of the page before. */
  readonly cursor?: string | undefined
  /** Of a page, and of each kind of trouble. */
  readonly limit: number
}

/** How an installation stands: a page of its mappings, those with a trouble, every destination. */
export interface StandingDocument {
  readonly mappings: readonly MappingStatus[]
  /** How many mappings there are on all pages of what was searched for. */
  readonly found: number
  /** What leads to the next page; null on the last. */
  readonly next: string | null
  /** How many mappings there are, and how many of them are enabled with their destination. */
  readonly total: number
  readonly enabled: number
  readonly troubles: Readonly<Record<Trouble, Troubles>>
  readonly destinations: readonly DestinationStatus[]
}

/** Mappings with a trouble, the worst first, and how many there are. */
export interface Troubles {
  readonly total: number
  readonly mappings: readonly MappingStatus[]
}

/** How everything stands, as much as fits a page: what is read does not grow with the number of mappings. */
export async function readStanding(
  deps: DatabaseDeps,
  { search, cursor, limit }: StandingInput,
): Promise<StandingDocument> {
  const { db } = deps
  const [page, counted, troubled, destinations] = await Promise.all([
    listConfigPage(db, CLOSED_SECRETS, 'mapping', { search, after: cursor, limit }),
    countMappings(db),
    listTroubled(db, limit),
    readDestinationStatuses(deps),
  ])
  const shown = page.records.map(({ value }) => value.id)
  const wanted = new Set([...shown, ...Object.values(troubled).flatMap(({ mappings }) => mappings)])
  const statuses = await readMappingStatuses(deps, { mappings: [...wanted] })
  const known = new Map(statuses.map((status) => [status.id, status]))
  // One that was removed just now is in no list any more.
  const find = (names: readonly string[]): readonly MappingStatus[] =>
    names.flatMap((id) => known.get(id) ?? [])
  const tell = (trouble: Trouble): Troubles => {
    const { total, mappings } = troubled[trouble]
    return { total, mappings: find(mappings) }
  }
  return {
    mappings: find(shown),
    found: page.total,
    next: page.next,
    ...counted,
    troubles: { failed: tell('failed'), waiting: tell('waiting'), letters: tell('letters') },
    destinations,
  }
}
