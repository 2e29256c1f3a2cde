import { isRunning, type Schedule, type SyncDocument } from '@sluice/shared/domain'
import type { KnownVisitor } from '../access/visitor.ts'
import { formatAgo } from './format-ago.ts'
import { html, type Html } from './html.ts'
import { layOut } from './layout.ts'
import { listConcerns, type Concern } from './list-concerns.ts'
import type { ControlOverview, MappingOverview, Overview, QueueOverview } from './read-overview.ts'

const REFRESH_SECONDS = 15

/** The start page: what is wrong, then every mapping, destination and queue. */
export function showOverview(overview: Overview, visitor: KnownVisitor, nowMs: number): Html {
  const concerns = listConcerns(overview)
  return layOut(
    concerns.length === 0 ? 'All is well' : `${concerns.length} to look at`,
    html`
      ${showConcerns(concerns)} ${overview.control === null ? null : showControl(overview.control, nowMs)}
      ${overview.queues === null ? null : showQueues(overview.queues)}
    `,
    { visitor, refreshSeconds: REFRESH_SECONDS },
  )
}

function showConcerns(concerns: readonly Concern[]): Html {
  if (concerns.length === 0) return html`<p class="verdict good">All is well.</p>`
  return html`<section class="verdict bad">
    <h1>${concerns.length === 1 ? 'One thing' : `${concerns.length} things`} to look at</h1>
    <ul>
      ${concerns.map(
        ({ what, detail, href, command }) =>
          html`<li>
            ${href === null ? html`<strong>${what}</strong>` : html`<a href="${href}"><strong>${what}</strong></a>`}
            ${detail === null ? null : html`<p>${detail}</p>`}
            ${command === null ? null : html`<code>${command}</code>`}
          </li>`,
      )}
    </ul>
  </section>`
}

function showControl({ mappings, destinations }: ControlOverview, nowMs: number): Html {
  return html`<section>
      <h2>Mappings</h2>
      ${
        mappings.length === 0
          ? html`<p class="empty">Nothing is configured yet: <code>sluice apply -f sluice.yaml</code></p>`
          : html`<div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th>Mapping</th>
                    <th>Schedule</th>
                    <th>Last sync</th>
                    <th>Began</th>
                    <th class="number">Changed</th>
                    <th class="number">Delivered</th>
                    <th class="number">Dead letters</th>
                  </tr>
                </thead>
                <tbody>
                  ${mappings.map((one) => showMapping(one, nowMs))}
                </tbody>
              </table>
            </div>`
      }
    </section>
    ${
      destinations.length === 0
        ? null
        : html`<section>
            <h2>Destinations</h2>
            <div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th>Destination</th>
                    <th>Region</th>
                    <th>Last error</th>
                    <th>At</th>
                  </tr>
                </thead>
                <tbody>
                  ${destinations.map(
                    ({ id, region, enabled, lastError, lastErrorAt }) =>
                      html`<tr>
                        <td>${id} ${enabled ? null : html`<span class="tag">off</span>`}</td>
                        <td>${region}</td>
                        <td>${lastError ?? 'none'}</td>
                        <td>${showInstant(lastErrorAt, nowMs)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
          </section>`
    }`
}

function showMapping({ mapping, lastSync, openDeadLetters }: MappingOverview, nowMs: number): Html {
  return html`<tr>
    <td>
      ${mapping.id} ${mapping.enabled ? null : html`<span class="tag">off</span>`}
      <small>to ${mapping.destination}</small>
    </td>
    <td>${describeSchedule(mapping.schedule)}</td>
    <td>${lastSync === null ? 'never' : showStatus(lastSync)}</td>
    <td>${showInstant(lastSync?.startedAt ?? null, nowMs)}</td>
    <td class="number">${showCount(lastSync?.extracted ?? null)}</td>
    <td class="number">${showCount(lastSync?.delivered ?? null)}</td>
    <td class="number">${showCount(openDeadLetters)}</td>
  </tr>`
}

function showStatus({ status }: SyncDocument): Html {
  const mood = isRunning(status) ? 'busy' : status === 'succeeded' ? 'good' : 'bad'
  return html`<span class="tag ${mood}">${status}</span>`
}

function showQueues(queues: readonly QueueOverview[]): Html {
  return html`<section>
    <h2>Queues</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Queue</th>
            <th class="number">Waiting</th>
            <th class="number">Active</th>
            <th class="number">Delayed</th>
            <th class="number">Failed</th>
          </tr>
        </thead>
        <tbody>
          ${queues.map(
            ({ name, isPaused, waiting, active, delayed, failed }) =>
              html`<tr>
                <td>
                  <a href="/queues/queue/${name}">${name}</a>
                  ${isPaused ? html`<span class="tag bad">paused</span>` : null}
                </td>
                <td class="number">${showCount(waiting)}</td>
                <td class="number">${showCount(active)}</td>
                <td class="number">${showCount(delayed)}</td>
                <td class="number">${showCount(failed)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

function showCount(count: number | null): string {
  return count === null ? '' : count.toLocaleString('en-US')
}

function showInstant(instant: string | null, nowMs: number): Html | null {
  if (instant === null) return null
  const full = `${instant.slice(0, 16).replace('T', ' ')} UTC`
  return html`<time datetime="${instant}" title="${full}">${formatAgo(instant, nowMs)}</time>`
}

function describeSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'manual'
  if ('every' in schedule) return `every ${schedule.every}`
  return schedule.timezone === undefined ? schedule.cron : `${schedule.cron} ${schedule.timezone}`
}
