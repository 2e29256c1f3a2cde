/** @jsxRuntime automatic @jsxImportSource preact */
import { listAlerts } from '@sluice/operations'
import type { ComponentChildren } from 'preact'
import { view, type Page, type View, type Visit } from '../pages/page.ts'
import { ButtonLink, Empty, Heading, Section } from '../parts/section.tsx'
import { AlertsTable } from './alerts-table.tsx'
import { ChannelsTable } from './channels-table.tsx'
import { RulesTable } from './rules-table.tsx'

const LIMIT_RESOLVED = 50
const RENEW_MS = 10_000

const EXAMPLE = `alerts:
  channels:
    - { id: team, type: slack, url: "\${SLACK_URL}" }
  rules:
    - { id: failed, on: failed, channels: [team] }
    - { id: late, on: late, above: 1h, channels: [team] }`

/** What is wrong and was, who is told of it, and how the channels do. */
export const alertsPage: Page = {
  path: '/alerts',
  show: (visit) => showAlerts(visit),
}

/** The page, with something to say above it; it keeps itself up to date while there is nothing. */
export async function showAlerts(
  { deps, visitor, nowMs }: Visit,
  said: ComponentChildren = null,
): Promise<View> {
  const { open, resolved, channels, rules } = await listAlerts(deps, { limit: LIMIT_RESOLVED })
  const isOperator = visitor.account.role === 'operator'
  return view(
    'Alerts',
    <>
      <Heading title="Alerts">
        {isOperator && (
          <>
            <ButtonLink href="alerts/channels/new">Add channel</ButtonLink>
            <ButtonLink href="alerts/rules/new">Add rule</ButtonLink>
          </>
        )}
      </Heading>
      {said}
      {rules.length + channels.length === 0 && (
        <Empty>
          <p>
            Nobody is told when something is wrong. Add a channel and a rule here, or write them into
            sluice.yaml:
          </p>
          <pre class="code" tabIndex={0} aria-label="Example">
            <code>{EXAMPLE}</code>
          </pre>
        </Empty>
      )}
      <Section title="Open">
        {open.length === 0 ? (
          <Empty>
            {rules.length === 0 ? 'Nothing is watched: there are no rules.' : 'No rule finds anything wrong.'}
          </Empty>
        ) : (
          <AlertsTable name="What is wrong" alerts={open} isOperator={isOperator} nowMs={nowMs} />
        )}
      </Section>
      {channels.length > 0 && (
        <Section title="Channels">
          <ChannelsTable channels={channels} isOperator={isOperator} nowMs={nowMs} />
        </Section>
      )}
      {rules.length > 0 && (
        <Section title="Rules">
          <RulesTable rules={rules} isOperator={isOperator} nowMs={nowMs} />
        </Section>
      )}
      <Section title="Resolved">
        {resolved.length === 0 ? (
          <Empty>No alert has ended in the last 90 days.</Empty>
        ) : (
          <AlertsTable name="What was wrong" alerts={resolved} isOperator={isOperator} nowMs={nowMs} />
        )}
      </Section>
    </>,
    said === null ? { renewAfterMs: RENEW_MS } : {},
  )
}
