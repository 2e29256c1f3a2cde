/**
 * A mapping of the soak and its table. `versioned` sends each row's version, which no two
 * contents share, so that order and repeats can be seen; of `filtered`, a tenth of the rows is
 * kept back besides; `flipping` has but three contents, so that rows come back to what they were.
 */
export interface SoakMapping {
  /** Also the name of the table, and what its events say they are of. */
  readonly id: string
  readonly kind: 'versioned' | 'filtered' | 'flipping'
  readonly destination: 'segment-us' | 'segment-eu'
}

/** Where the versions of rows come from: a later write has the higher one. */
export const VERSIONS = 'row_versions'

/** What a tenth of the rows belong to: a filtered mapping keeps them back. */
export const INTERNAL = 'internal'

/** Of one destination: less than what is written to its tables, so that senders often wait with events in hand. */
const EVENTS_PER_SECOND = 500

const KINDS = ['versioned', 'filtered', 'flipping'] as const
const COLUMNS = { versioned: 'id, version, note', filtered: 'id, version, note, team', flipping: 'id, note' }

/** The mappings of a soak, by number. */
export function listSoakMappings(count: number): readonly SoakMapping[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `people_${index + 1}`,
    kind: KINDS[index % KINDS.length]!,
    destination: KINDS[index % KINDS.length] === 'versioned' ? 'segment-eu' : 'segment-us',
  }))
}

/** The sluice.yaml of a soak; by schedule its mappings sync every `every`, otherwise by hand alone. */
export function formatSoakConfig(mappings: readonly SoakMapping[], every: string | null): string {
  const models = mappings.map(
    ({ id, kind }) =>
      `  - { id: ${id}, source: warehouse, identifier: id, query: "select ${COLUMNS[kind]} from ${id}" }`,
  )
  const items = mappings.map(
    ({ id, kind, destination }) => `  - id: ${id}
    model: ${id}
    destination: ${destination}
    action: sendTrack
    trigger: [added, updated, deleted]
    schedule: ${every === null ? 'manual' : `{ every: ${every} }`}
    max_deleted_percent: 100
    ${kind === 'filtered' ? `filter: properties.team != "${INTERNAL}"` : ''}
    fields:
      user_id: { "@path": "$.__segment_id" }
      event_name: { "@path": "$.event" }
      properties:
        of: ${id}
        note: { "@path": "$.properties.note" }
        ${kind === 'flipping' ? '' : 'version: { "@path": "$.properties.version" }'}`,
  )
  return `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
${models.join('\n')}
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
  - { id: segment-eu, write_key: "\${EU_KEY}", region: eu-west-1, events_per_second: ${EVENTS_PER_SECOND} }
mappings:
${items.join('\n')}
`
}
