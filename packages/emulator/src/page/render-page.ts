import type { KeyTally } from '../store/counter.ts'
import type { Counts } from '../store/counts.ts'
import type { AcceptedEvent } from '../store/stored-event.ts'
import { escapeHtml } from './escape-html.ts'
import { maskWriteKey } from './mask-write-key.ts'

const TALLY_COLUMNS = ['requests', 'events', 'accepted', 'rejected', 'duplicates'] as const
const VALUE_LIMIT_CHARACTERS = 80

/** What the page shows. */
export interface PageFacts {
  readonly counts: Counts
  readonly keyTallies: readonly KeyTally[]
  /** Newest first. */
  readonly latest: readonly AcceptedEvent[]
  /** How many fault rules are in force. */
  readonly faults: number
}

/**
 * The page: counts per region and write key, rejections, answers and the latest events; an
 * event opens by a click on its message id; the page reloads itself and masks write keys.
 */
export function renderPage({ counts, keyTallies, latest, faults }: PageFacts): string {
  const tallies = keyTallies.map(({ region, writeKey, tally }) => [
    region,
    writeKey === null ? '(none)' : maskWriteKey(writeKey),
    ...TALLY_COLUMNS.map((column) => tally[column]),
  ])
  const all = ['all', '', ...TALLY_COLUMNS.map((column) => counts[column])]
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<title>Tracking API emulator</title>
<style>${STYLE}</style>
<h1>Tracking API emulator</h1>
<p>${faults === 0 ? 'No fault rules.' : `<strong>Fault rules in force: ${faults}</strong>.`} JSON:
<a href="/counts">counts</a>, <a href="/events?order=newest">events</a>, <a href="/rejected?order=newest">rejected</a>,
<a href="/duplicates?order=newest">duplicates</a>, <a href="/requests?order=newest">requests</a>, <a href="/faults">faults</a></p>
<h2>Counts</h2>
${renderTable(['region', 'write key', ...TALLY_COLUMNS], [...tallies, all])}
<h2>Answers</h2>
${renderTable(['status', 'requests'], Object.entries(counts.statuses))}
<h2>Rejected</h2>
${renderTable(['reason', 'events'], Object.entries(counts.rejectedReasons))}
<h2>Latest events</h2>
${renderTable(['received', 'region', 'write key', 'type', 'name', 'user', 'message id'], latest.map(listEvent))}
</html>
`
}

/** A cell that leads somewhere. */
class Link {
  readonly text: string
  readonly href: string

  constructor(text: string, href: string) {
    this.text = text
    this.href = href
  }
}

function listEvent({
  receivedAt,
  region,
  writeKey,
  type,
  messageId,
  payload,
}: AcceptedEvent): readonly unknown[] {
  const name = payload['event'] ?? payload['name'] ?? payload['groupId'] ?? ''
  const user = payload['userId'] ?? payload['anonymousId']
  const href = `/events?${new URLSearchParams({ messageId }).toString()}`
  return [receivedAt, region, maskWriteKey(writeKey), type, name, user, new Link(messageId, href)]
}

function renderTable(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const headCells = head.map((text) => `<th>${escapeHtml(text)}</th>`).join('')
  const bodyRows = rows.map((row) => `<tr>${row.map(renderCell).join('')}</tr>`)
  if (bodyRows.length === 0) bodyRows.push(`<tr><td colspan="${head.length}">none</td></tr>`)
  return `<table>\n<tr>${headCells}</tr>\n${bodyRows.join('\n')}\n</table>`
}

function renderCell(value: unknown): string {
  if (typeof value === 'number') return `<td class="number">${value.toLocaleString('en')}</td>`
  if (value instanceof Link)
    return `<td><a href="${escapeHtml(value.href)}">${escapeHtml(clip(value.text))}</a></td>`
  return `<td>${escapeHtml(clip(typeof value === 'string' ? value : JSON.stringify(value)))}</td>`
}

function clip(text: string): string {
  return text.length > VALUE_LIMIT_CHARACTERS ? `${text.slice(0, VALUE_LIMIT_CHARACTERS)}…` : text
}

const STYLE = `
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark }
h1 { font-size: 1.3rem } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem }
table { border-collapse: collapse } th, td { padding: .2rem .8rem; border-bottom: 1px solid #8884; text-align: left }
.number { text-align: right; font-variant-numeric: tabular-nums }
`
