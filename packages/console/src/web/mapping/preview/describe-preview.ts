import { EVENT_LIMIT_BYTES } from '@sluice/shared/domain'

/** What became of a row that was mapped for a look. */
export interface PreviewedRow {
  readonly recordId: string | null
  readonly outcome: 'event' | 'skipped' | 'invalid'
  readonly event?: unknown
  readonly reason?: string
}

/** A row's event for whoever reads it. */
export interface PreviewWords {
  /** Which record, and what becomes of it, in a line. */
  readonly summary: string
  /** The event as text; null where there is none. */
  readonly text: string | null
}

const NUMBER = new Intl.NumberFormat('en')

/** The event of a row as text, with its bytes in UTF-8; or why there is none. */
export function describePreview({ recordId, outcome, event, reason }: PreviewedRow): PreviewWords {
  const record = recordId === null ? 'A row without an identifier' : `Record ${recordId}`
  switch (outcome) {
    case 'event': {
      const bytes = Buffer.byteLength(JSON.stringify(event))
      const size = `${NUMBER.format(bytes)} of ${NUMBER.format(EVENT_LIMIT_BYTES)} bytes`
      return { summary: `${record} is sent: ${size}`, text: JSON.stringify(event, null, 2) }
    }
    case 'skipped':
      return { summary: `${record} is not sent: ${reason ?? 'it is skipped'}`, text: null }
    case 'invalid':
      return { summary: `${record} becomes a dead letter: ${reason ?? 'it is invalid'}`, text: null }
    default:
      return outcome satisfies never
  }
}
