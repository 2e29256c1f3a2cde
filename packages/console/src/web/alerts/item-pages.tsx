/** @jsxRuntime automatic @jsxImportSource preact */
import { testChannel } from '@sluice/operations'
import { CHANNEL_TYPES } from '@sluice/shared/domain'
import { askOrTell } from '../config/ask-or-tell.tsx'
import { createFormPages } from '../config/create-item-pages.ts'
import type { ItemKind } from '../config/item-kind.ts'
import { listUsers } from '../config/links-list.tsx'
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
  showUse: (visit, { id }) => listUsers(visit, 'rule', { channel: id }),
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
