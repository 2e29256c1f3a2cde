/** @jsxRuntime automatic @jsxImportSource preact */
import { listSyncs } from '@sluice/operations'
import { isRunning, type SyncDocument, type SyncStatus } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { view, type Page, type PageDeps } from '../pages/page.ts'
import { ChoiceFilter, Filters, OlderPager, TextFilter, cutOlder, readFilter } from '../parts/filters.tsx'
import { PAGE_ROWS } from '../parts/pager.tsx'
import { Empty, Heading } from '../parts/section.tsx'
import { readSyncCursor } from './read-sync-cursor.ts'
import { SyncsTable } from './syncs-table.tsx'

/** While something runs, and else: something may begin. */
const RENEW_BUSY_MS = 2_000
const RENEW_IDLE_MS = 10_000

const STATUSES = [
  'queued',
  'staging',
  'delivering',
  'committing',
  'succeeded',
  'partial',
  'failed',
  'canceled',
] as const satisfies readonly SyncStatus[]

/** Every sync, newest first. */
export const syncsPage: Page = {
  path: '/syncs',
  async show({ deps, query, nowMs }) {
    const mapping = readFilter(query, 'mapping')
    const status = STATUSES.find((each) => each === query.get('status'))
    const before = readSyncCursor(query)
    const found = await find(deps, { mapping, status, before })
    const { shown, next } = cutOlder(found, PAGE_ROWS, ({ id }) => id)
    const isNarrowed = mapping !== '' || status !== undefined || before !== ''
    return view(
      'Syncs',
      <>
        <Heading title="Syncs" />
        <Filters action="syncs">
          <TextFilter name="mapping" label="Mapping" value={mapping} />
          <ChoiceFilter
            name="status"
            label="State"
            value={status ?? ''}
            choices={[{ value: '', text: 'all' }, ...STATUSES.map((value) => ({ value, text: value }))]}
          />
        </Filters>
        {shown.length > 0 ? (
          <SyncsTable name="Syncs" syncs={shown} isOfOneMapping={false} nowMs={nowMs} />
        ) : isNarrowed ? (
          <Empty>
            No sync is like that. <a href="syncs">Show all</a>
          </Empty>
        ) : (
          <Empty>
            Nothing has synced yet. A sync begins when its mapping is due, or by <b>Sync now</b> on its page:{' '}
            <a href="destinations">go to the mappings of a destination</a>.
          </Empty>
        )}
        <OlderPager action="syncs" filters={{ mapping, status: status ?? '' }} before={before} next={next} />
      </>,
      before === ''
        ? { renewAfterMs: shown.some((sync) => isRunning(sync.status)) ? RENEW_BUSY_MS : RENEW_IDLE_MS }
        : {},
    )
  },
}

/** One more than a page holds; none of a mapping that is not there. */
async function find(
  deps: PageDeps,
  asked: { readonly mapping: string; readonly status: SyncStatus | undefined; readonly before: string },
): Promise<readonly SyncDocument[]> {
  try {
    return await listSyncs(deps, {
      mapping: asked.mapping || undefined,
      status: asked.status,
      before: asked.before || undefined,
      limit: PAGE_ROWS + 1,
    })
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'mapping_unknown') return []
    throw error
  }
}
