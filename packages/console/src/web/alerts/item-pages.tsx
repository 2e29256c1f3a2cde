/** @jsxRuntime automatic @jsxImportSource preact */
import { listAlerts, testChannel } from '@sluice/operations'
import { CHANNEL_TYPES } from '@sluice/shared/domain'
import { askOrTell } from '../config/ask-or-tell.tsx'
import { createFormPages } from '../config/create-item-pages.ts'
import { findItemPath } from '../config/find-item-path.ts'
import type { ItemKind } from '../config/item-kind.ts'
import { listNames } from '../config/list-names.ts'
import { readAsking } from '../config/read-asking.ts'
import type { Page } from '../pages/page.ts'
import { ChannelFields } from './channel-fields.tsx'
import { RuleFields } from './rule-fields.tsx'
import { TestVerdict } from './test-verdict.tsx'

const CHANNEL: ItemKind<null> = {
  kind: 'channel',
  place: 'alerts/channels',
  list: 'alerts',
  title: 'Alerts',
  columns: [],
  writeCells: () => [],
  emptyText: null,
  readContext: () => Promise.resolve(null),
  begin: ({ query }) => ({ type: CHANNEL_TYPES.find((type) => type === query.get('type')) ?? 'webhook' }),
  Fields: (form) => <ChannelFields {...form} />,
  question: {
    label: 'Send a test',
    waiting: 'The extractor is asked to send a test …',
    region: 'test',
    title: 'What became of the test',
    ask: (submission, item) =>
      askOrTell(async () => {
        const { signal } = submission
        const test = await testChannel(submission.deps, { item, signal }, readAsking(submission))
        return <TestVerdict test={test} isNameless={!('id' in item)} />
      }),
  },
  showUse: async ({ deps }, { id }) => {
    const { rules } = await listAlerts(deps, { limit: 0 })
    const users = rules.filter(({ channels }) => channels.includes(id))
    if (users.length === 0) return null
    return (
      <p>
        Told by{' '}
        {users.map((rule, index) => (
          <>
            {index > 0 && ', '}
            <a href={findItemPath('rule', rule.id)}>{rule.id}</a>
          </>
        ))}
        .
      </p>
    )
  },
}

const RULE: ItemKind<readonly string[]> = {
  kind: 'rule',
  place: 'alerts/rules',
  list: 'alerts',
  title: 'Alerts',
  columns: [],
  writeCells: () => [],
  emptyText: null,
  readContext: (visit) => listNames(visit, 'channel'),
  begin: () => ({ on: 'failed' }),
  Fields: (form) => <RuleFields {...form} />,
  showUse: () => Promise.resolve(null),
}

/** The forms of channels and of rules; the list of both is the page of alerts. */
export const ALERT_ITEM_PAGES: readonly Page[] = [...createFormPages(CHANNEL), ...createFormPages(RULE)]
