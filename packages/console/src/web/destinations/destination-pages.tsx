/** @jsxRuntime automatic @jsxImportSource preact */
import { readDestinationStanding, testDestination } from '@sluice/operations'
import { askOrTell } from '../config/ask-or-tell.tsx'
import { ChecksList } from '../config/checks-list.tsx'
import { createItemPages } from '../config/create-item-pages.ts'
import { listUsers } from '../config/links-list.tsx'
import { listNames } from '../config/list-names.ts'
import { readAsking } from '../config/read-asking.ts'
import type { Page } from '../pages/page.ts'
import { redirect } from '../pages/page.ts'
import { ButtonLink } from '../parts/section.tsx'
import { DestinationFields } from './destination-fields.tsx'
import { DestinationHead, EnableDestination } from './destination-head.tsx'
import { mappingsPage } from './mappings-page.tsx'
import { REGION_NAMES } from './region-names.ts'
import { switchDestinationPage, switchMappingPage } from './switch-pages.ts'
import { readText } from '../config/read-text.ts'

const ITEM_PAGES = createItemPages<readonly string[]>({
  kind: 'destination',
  place: 'destinations',
  title: 'Destinations',
  columns: ['Endpoint region', 'Source'],
  writeCells: (item) => [
    REGION_NAMES[readText(item, 'region')] ?? readText(item, 'region'),
    readText(item, 'source') || 'any',
  ],
  emptyText: (
    <>
      <p>
        A destination is a source in your Segment workspace: its write key, and the region that it lies in.
      </p>
      <ButtonLink href="destinations/new">Add destination</ButtonLink>
    </>
  ),
  readContext: (visit) => listNames(visit, 'source'),
  begin: () => ({}),
  Fields: (form) => <DestinationFields {...form} />,
  question: {
    label: 'Test write key',
    waiting: 'The sender is asked to try the write key …',
    region: 'checks',
    title: 'What the test showed',
    ask: (submission, item) =>
      askOrTell(async () => {
        const { checks } = await testDestination(
          submission.deps,
          { item, signal: submission.signal },
          readAsking(submission),
        )
        return <ChecksList checks={checks} />
      }),
  },
  Actions: (document, isOperator) => <EnableDestination document={document} isOperator={isOperator} />,
  showHead: async ({ deps, nowMs }, { id }) => (
    <DestinationHead
      status={await readDestinationStanding(deps, { destination: id })}
      current="settings"
      nowMs={nowMs}
    />
  ),
  showUse: (visit, { id }) => listUsers(visit, 'mapping', { destination: id }),
  changesEvents: true,
  // Nothing is sent before it is switched on.
  fix: (item) => ({ ...item, enabled: false }),
})

/** The way to a destination by its name alone. */
const shortPage: Page = {
  path: '/destinations/:id',
  show: ({ params }) => redirect(`destinations/${encodeURIComponent(params['id'] ?? '')}/settings`),
}

/** The pages of destinations: where events are sent. */
export const DESTINATION_PAGES: readonly Page[] = [
  ...ITEM_PAGES,
  mappingsPage,
  switchDestinationPage,
  switchMappingPage,
  shortPage,
]
