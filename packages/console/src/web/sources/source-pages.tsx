/** @jsxRuntime automatic @jsxImportSource preact */
import { testSource } from '@sluice/operations'
import { WAREHOUSE_TYPES } from '@sluice/warehouse/registry'
import { askOrTell } from '../config/ask-or-tell.tsx'
import { ChecksList } from '../config/checks-list.tsx'
import { createItemPages } from '../config/create-item-pages.ts'
import { listUsers } from '../config/links-list.tsx'
import { readAsking } from '../config/read-asking.ts'
import { ButtonLink } from '../parts/section.tsx'
import { SourceFields } from './source-fields.tsx'
import { readText } from '../config/read-text.ts'

/** The pages of sources: warehouses that can be queried. */
export const SOURCE_PAGES = createItemPages<null>({
  kind: 'source',
  place: 'sources',
  title: 'Sources',
  columns: ['Type'],
  writeCells: (item) => [readText(item, 'type')],
  emptyText: (
    <>
      <p>A source is a warehouse whose rows you want to send. Begin with one.</p>
      <ButtonLink href="sources/new">Add source</ButtonLink>
    </>
  ),
  readContext: () => Promise.resolve(null),
  begin: ({ query }) => {
    const types = WAREHOUSE_TYPES.map(({ type }) => type)
    const asked = query.get('type')
    return { type: asked !== null && types.includes(asked) ? asked : (types[0] ?? '') }
  },
  Fields: (form) => <SourceFields {...form} />,
  question: {
    label: 'Test connection',
    waiting: 'The extractor is asked to connect …',
    region: 'checks',
    title: 'What the test showed',
    ask: (submission, item) =>
      askOrTell(async () => {
        const { checks } = await testSource(
          submission.deps,
          { item, signal: submission.signal },
          readAsking(submission),
        )
        return <ChecksList checks={checks} />
      }),
  },
  showUse: (visit, { id }) => listUsers(visit, 'model', { source: id }),
})
