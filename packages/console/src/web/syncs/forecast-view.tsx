/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { Forecast } from '@sluice/shared/domain'
import { Cure } from '../failures/cure.tsx'
import { Facts } from '../parts/facts.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { formatDuration } from '../time/format-duration.ts'

/** What a dry run has found, and what would stop the sync. */
export function ForecastView({
  mapping,
  forecast,
}: {
  readonly mapping: string
  readonly forecast: Forecast
}): VNode {
  const { added, updated, deleted, skippedByTrigger, skippedByFilter, mtus, reasons } = forecast
  const held = forecast.held ?? null
  const events = Object.entries(forecast.events).map(([type, number]) => `${count(number)} ${type}`)
  const invalid = Object.values(forecast.invalid).reduce((sum, number) => sum + number, 0)
  return (
    <>
      <Guards mapping={mapping} guards={forecast.guards} />
      <Section title="The next sync would send">
        <Facts
          facts={[
            ['Events', events.length === 0 ? 'none' : events.join(', ')],
            ['API calls', count(forecast.apiCalls)],
            [
              'Of these, held',
              held &&
                `${count(held.calls)} until ${held.until}: ${count(held.left)} of the ${count(held.limit)} of max_calls_per_month are left`,
            ],
            [
              'MTUs',
              mtus.atLeast === mtus.atMost
                ? count(mtus.atMost)
                : `${count(mtus.atLeast)} to ${count(mtus.atMost)}`,
            ],
            ['Users', count(forecast.users)],
            ['Requests', `${count(forecast.requests)}, ${count(forecast.bytes)} bytes together`],
            ['Time', `${formatDuration(forecast.seconds * 1_000)} at least, at the destination's budgets`],
          ]}
        />
      </Section>
      <Section title="What it would find">
        <Facts
          facts={[
            ['Added', count(added)],
            ['Updated', count(updated)],
            ['Deleted', count(deleted)],
            ['Skipped by the trigger', count(skippedByTrigger)],
            ['Kept back by the filter', count(skippedByFilter)],
            ['Invalid', count(invalid)],
          ]}
        />
        {reasons.length > 0 && (
          <Table
            name="Why rows would not go"
            columns={['Code', 'Reason', { count: 'Rows' }]}
            rows={reasons.map(({ code, reason, rows }) => [<code>{code}</code>, reason, rows])}
          />
        )}
      </Section>
    </>
  )
}

/** Nothing is wrong with a dry run, but with what would come of the sync. */
function Guards({ mapping, guards }: { readonly mapping: string; readonly guards: Forecast['guards'] }) {
  return guards.map(({ code, message }) => (
    <div key={code} class="verdict bad" role="group" aria-label="What would stop it">
      <p>
        <strong>The sync would be stopped before it sends anything:</strong> {message}
      </p>
      <p>
        <Cure error={{ code, subject: { kind: 'mapping', id: mapping }, facts: {} }} />
      </p>
    </div>
  ))
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
