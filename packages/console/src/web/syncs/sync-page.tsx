/** @jsxRuntime automatic @jsxImportSource preact */
import { cancelSync, watchSync } from '@sluice/operations'
import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import { CausesTable } from '../dead-letters/causes-table.tsx'
import { Cure } from '../failures/cure.tsx'
import { redirect, view, type Page } from '../pages/page.ts'
import { Facts } from '../parts/facts.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { Heading, Section } from '../parts/section.tsx'
import { Instant, formatUtc } from '../time/instant.tsx'
import { Waits } from '../time/waits.tsx'
import { Counts } from './counts.tsx'
import { ForecastView } from './forecast-view.tsx'
import { listPhases } from './list-phases.ts'
import { Phases } from './phases.tsx'
import { findMappingSyncsPath, findSyncPath, formatSyncId } from './sync-links.tsx'
import { SyncTag } from './sync-tag.tsx'
import { formatOrigin } from './syncs-table.tsx'
import { ThroughputChart } from './throughput-chart.tsx'

/** How often a running sync is looked at. */
const RENEW_AFTER_MS = 1_000

/** As far as it has come, a sync can be canceled until all is delivered. */
const CAN_BE_CANCELED = new Set(['queued', 'staging', 'delivering'])

/** One sync: its phases, what has become of its rows, and why some of them did not arrive; live while it runs. */
export const syncPage: Page = {
  path: '/syncs/:id',
  async show({ deps, params, visitor, nowMs }) {
    const story = await watchSync(deps, { sync: params['id'] ?? '' })
    const { sync, destination, throughput, causes } = story
    const isDry = sync.origin === 'dry_run'
    const isOperator = visitor.account.role === 'operator'
    return view(
      `${sync.status}: ${sync.mapping}`,
      <>
        <Heading
          title={`${isDry ? 'Dry run' : 'Sync'} ${formatSyncId(sync.id)}`}
          back={{ href: findMappingSyncsPath(sync.mapping), text: `Syncs of ${sync.mapping}` }}
        >
          <SyncTag {...sync} />
          {isOperator && isRunning(sync.status) && (
            <OrderButton
              action={`${findSyncPath(sync.id)}/cancel`}
              isDisabled={!CAN_BE_CANCELED.has(sync.status)}
            >
              {isDry ? 'Cancel dry run' : 'Cancel sync'}
            </OrderButton>
          )}
        </Heading>
        <p class="alert" id="stale" role="status" hidden>
          The console does not answer. This is how the sync stood at{' '}
          {formatUtc(new Date(nowMs).toISOString())}.
        </p>
        <Obstacle sync={sync} nowMs={nowMs} />
        {isDry ? (
          <Found sync={sync} />
        ) : (
          <>
            <Phases phases={listPhases(story, nowMs)} />
            <Counts sync={sync} />
          </>
        )}
        {throughput !== null && <ThroughputChart {...throughput} />}
        <CausesTable
          title="Why rows did not arrive"
          causes={causes}
          scope={{ sync: sync.id }}
          isOperator={isOperator}
          nowMs={nowMs}
        />
        <Section title="About it">
          <Facts
            facts={[
              ['Mapping', <a href={`mappings/${encodeURIComponent(sync.mapping)}`}>{sync.mapping}</a>],
              [
                'Destination',
                <a href={`destinations/${encodeURIComponent(destination)}/mappings`}>{destination}</a>,
              ],
              [
                'Records',
                <a href={`records?${new URLSearchParams({ mapping: sync.mapping })}`}>Look one up</a>,
              ],
              ['Started', formatOrigin(sync.origin)],
              ['Asked for', <Instant at={story.createdAt} nowMs={nowMs} />],
              ['Ended', sync.finishedAt && <Instant at={sync.finishedAt} nowMs={nowMs} />],
              ['Id', <code>{sync.id}</code>],
            ]}
          />
        </Section>
      </>,
      isRunning(sync.status) ? { renewAfterMs: RENEW_AFTER_MS } : {},
    )
  },
}

/** Ends a sync before its time. */
export const cancelSyncPage: Page = {
  path: '/syncs/:id/cancel',
  async act({ deps, params, actor }) {
    const sync = await cancelSync(deps, { sync: params['id'] ?? '' }, actor)
    return redirect(
      findSyncPath(sync.id),
      sync.origin === 'dry_run'
        ? 'Canceled. Nothing was sent.'
        : 'Canceled. What was delivered is remembered; the next sync sends the rest.',
    )
  },
}

/** What a dry run has found. */
function Found({ sync }: { readonly sync: SyncDocument }) {
  const { forecast = null, mapping } = sync
  if (forecast !== null) return <ForecastView mapping={mapping} forecast={forecast} />
  return isRunning(sync.status) ? (
    <p>It goes through everything that the next sync would send, and sends nothing.</p>
  ) : null
}

/** What it waits for since when, or why it failed. */
function Obstacle({ sync, nowMs }: { readonly sync: SyncDocument; readonly nowMs: number }) {
  const { waiting, error, errorCode, mapping } = sync
  if (waiting !== null) {
    return (
      <div class="verdict bad" role="group" aria-label="Waits">
        <p>
          <Waits waiting={waiting} nowMs={nowMs} />
        </p>
      </div>
    )
  }
  if (error === null || errorCode === null) return null
  return (
    <div class="verdict bad" role="group" aria-label="Why it ended">
      <p>
        <strong>{sync.status === 'failed' ? 'Failed' : 'Ended'}:</strong> {error}
      </p>
      <p>
        <Cure error={{ code: errorCode, subject: { kind: 'mapping', id: mapping }, facts: {} }} />
      </p>
    </div>
  )
}
