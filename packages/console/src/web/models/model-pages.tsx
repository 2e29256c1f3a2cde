/** @jsxRuntime automatic @jsxImportSource preact */
import { previewModel } from '@sluice/operations'
import { askOrTell } from '../config/ask-or-tell.tsx'
import { createItemPages } from '../config/create-item-pages.ts'
import { listUsers } from '../config/links-list.tsx'
import { listNames } from '../config/list-names.ts'
import { readAsking } from '../config/read-asking.ts'
import { ButtonLink } from '../parts/section.tsx'
import { ModelFields } from './model-fields.tsx'
import { ModelPreviewView } from './model-preview.tsx'
import { readText } from '../config/read-text.ts'

/** How many rows a preview shows. */
const PREVIEW_ROWS = 10

/** The pages of models: queries on sources. */
export const MODEL_PAGES = createItemPages<readonly string[]>({
  kind: 'model',
  place: 'models',
  title: 'Models',
  columns: ['Source', 'Identifier'],
  writeCells: (item) => [readText(item, 'source'), readText(item, 'identifier')],
  emptyText: (
    <>
      <p>
        A model is a SQL query on a source: which rows there are, and which column tells one from another.
      </p>
      <ButtonLink href="models/new">Add model</ButtonLink>
    </>
  ),
  readContext: (visit) => listNames(visit, 'source'),
  begin: ({ query }, sources) => ({ source: query.get('source') ?? sources[0] ?? '' }),
  Fields: (form) => <ModelFields {...form} />,
  question: {
    label: 'Run preview',
    waiting: 'The extractor is asked to run the query …',
    region: 'preview',
    title: 'What the query gives',
    ask: (submission, item) =>
      askOrTell(async () => {
        const [source, query, identifier] = ['source', 'query', 'identifier'].map((key) =>
          readText(item, key),
        )
        if (!source || !query) return <p class="alert">Choose a source and type a query first.</p>
        const asked = {
          source,
          query,
          identifier: identifier || null,
          limit: PREVIEW_ROWS,
          signal: submission.signal,
        }
        const preview = await previewModel(submission.deps, asked, readAsking(submission))
        return <ModelPreviewView preview={preview} identifier={identifier || null} />
      }),
  },
  showUse: (visit, { id }) => listUsers(visit, 'mapping', { model: id }),
  changesEvents: true,
})
