import { isRunning, type Schedule, type SyncDocument } from '@sluice/shared/domain'
import type { KnownVisitor } from '../access/visitor.ts'
import { formatAgo } from './format-ago.ts'
import { formatAhead } from './format-ahead.ts'
import { html, type Html } from './html.ts'
import { layOut } from './layout.ts'
import { listConcerns } from './list-concerns.ts'
import type { StatusDocument } from '@sluice/operations'
import type { Overview, QueueOverview } from './read-overview.ts'
import { showConcerns } from './show-concerns.ts'
import { showTable } from './show-table.ts'

/** The start page: what is wrong, then every mapping, destination and queue. */
export function showOverview(
  overview: Overview,
  visitor: KnownVisitor,
  nowMs: number,
  basePath: string,
): Html {
  const { control, queues } = overview
  const concerns = listConcerns(overview)
  return layOut(
    concerns.length === 0 ? 'All is well' : `${concerns.length} to look at`,
    html`
      <div class="heading">
        <h1>Overview</h1>
        <a href=".">Refresh</a>
      </div>
      <p class="bad" id="stale" role="status" hidden>
        The console does not answer. This is how things stood at ${formatUtc(new Date(nowMs).toISOString())}.
      </p>
      ${showConcerns(concerns)} ${control === null ? null : showMappings(control, nowMs)}
      ${control === null ? null : showDestinations(control, nowMs)}
      ${queues === null ? null : showQueues(queues)}
    `,
    { basePath, visitor, script: 'overview.js' },
  )
}

function showMappings({ mappings }: StatusDocument, nowMs: number): Html {
  if (mappings.length === 0)
    return html`<p class="empty">Nothing is configured yet: <code>sluice apply -f sluice.yaml</code></p>`
  return showTable(
    'Mappings',
    [
      'Mapping',
      'Schedule',
      'Next run',
      'Last sync',
      'Began',
      { count: 'Changed' },
      { count: 'Delivered' },
      { count: 'Dead letters' },
    ],
    mappings.map(({ nextRunAt, lastSync, openDeadLetters, ...mapping }) => [
      html`${showName(mapping)} <small>to ${mapping.destination}</small>`,
      formatSchedule(mapping.schedule),
      showInstant(nextRunAt, nowMs, formatAhead),
      lastSync === null ? 'never' : showStatus(lastSync),
      showInstant(lastSync?.startedAt ?? null, nowMs),
      lastSync?.extracted ?? null,
      lastSync?.delivered ?? null,
      openDeadLetters,
    ]),
  )
}

function showDestinations({ destinations }: StatusDocument, nowMs: number): Html | null {
  if (destinations.length === 0) return null
  return showTable(
    'Destinations',
    ['Destination', 'Region', 'State', 'Since', 'Last answer'],
    destinations.map((destination) => [
      showName(destination),
      destination.region,
      html`<span class="tag ${destination.state === 'ok' ? 'good' : 'bad'}">${destination.state}</span>`,
      showInstant(destination.since, nowMs),
      destination.reason ?? 'none',
    ]),
  )
}

function showQueues(queues: readonly QueueOverview[]): Html {
  return showTable(
    'Queues',
    ['Queue', { count: 'Waiting' }, { count: 'Active' }, { count: 'Delayed' }, { count: 'Failed' }],
    queues.map(({ name, isPaused, waiting, active, delayed, failed }) => [
      html`<a href="queues/queue/${name}">${name}</a>
        ${isPaused ? html`<span class="tag bad">paused</span>` : null}`,
      waiting,
      active,
      delayed,
      failed,
    ]),
  )
}

function showName({ id, enabled }: { readonly id: string; readonly enabled: boolean }): Html {
  return html`${id} ${enabled ? null : html`<span class="tag">off</span>`}`
}

function showStatus({ status, waiting }: SyncDocument): Html {
  if (waiting !== null) return html`<span class="tag bad" title="${waiting.reason}">${status}, waits</span>`
  const mood = isRunning(status) ? 'busy' : status === 'succeeded' ? 'good' : 'bad'
  return html`<span class="tag ${mood}">${status}</span>`
}

function showInstant(instant: string | null, nowMs: number, format = formatAgo): Html | null {
  if (instant === null) return null
  return html`<time datetime="${instant}" title="${formatUtc(instant)}">${format(instant, nowMs)}</time>`
}

function formatUtc(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

function formatSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'manual'
  if ('every' in schedule) return `every ${schedule.every}`
  return schedule.timezone === undefined ? schedule.cron : `${schedule.cron} ${schedule.timezone}`
}
