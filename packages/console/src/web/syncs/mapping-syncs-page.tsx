/** @jsxRuntime automatic @jsxImportSource preact */
import { listSyncs, readMappingStatus, startSync } from '@sluice/operations'
import { isRunning } from '@sluice/shared/domain'
import { redirect, view, type Page } from '../pages/page.ts'
import { OlderPager, cutOlder } from '../parts/filters.tsx'
import { OrderButton } from '../parts/order-button.tsx'
import { PAGE_ROWS } from '../parts/pager.tsx'
import { Empty, Heading } from '../parts/section.tsx'
import { DeliveriesChart } from './deliveries-chart.tsx'
import { readSyncCursor } from './read-sync-cursor.ts'
import { Standing } from './standing.tsx'
import { findMappingSyncsPath, findSyncPath } from './sync-links.tsx'
import { SyncsTable } from './syncs-table.tsx'

const RENEW_BUSY_MS = 2_000
const RENEW_IDLE_MS = 10_000

/** The syncs of one mapping, a button for one more, and one to know before what that would send. */
export const mappingSyncsPage: Page = {
  path: '/mappings/:id/syncs',
  async show({ deps, params, query, visitor, nowMs }) {
    const mapping = params['id'] ?? ''
    const before = readSyncCursor(query)
    const [found, status] = await Promise.all([
      listSyncs(deps, { mapping, before: before || undefined, limit: PAGE_ROWS + 1 }),
      readMappingStatus(deps, { mapping }),
    ])
    const { shown, next } = cutOlder(found, PAGE_ROWS, ({ id }) => id)
    const action = findMappingSyncsPath(mapping)
    const isBusy = status?.isRunning === true
    return view(
      `Syncs of ${mapping}`,
      <>
        <Heading title={mapping} back={{ href: `mappings/${encodeURIComponent(mapping)}`, text: 'Mapping' }}>
          {visitor.account.role === 'operator' && status !== null && (
            <>
              <OrderButton action={`mappings/${encodeURIComponent(mapping)}/dry-run`} isDisabled={isBusy}>
                Dry run
              </OrderButton>
              <OrderButton action={action} look="main" isDisabled={isBusy}>
                Sync now
              </OrderButton>
            </>
          )}
        </Heading>
        {status === null ? (
          <p>This mapping was removed. Its syncs can still be read.</p>
        ) : (
          <Standing status={status} nowMs={nowMs} />
        )}
        {before === '' && <DeliveriesChart syncs={shown} nowMs={nowMs} />}
        {shown.length === 0 ? (
          <Empty>
            Nothing of this mapping has synced yet. <b>Sync now</b> sends what its model gives; <b>Dry run</b>{' '}
            says what that is, and sends nothing.
          </Empty>
        ) : (
          <SyncsTable name="Syncs" syncs={shown} isOfOneMapping nowMs={nowMs} />
        )}
        <OlderPager action={action} filters={{}} before={before} next={next} />
      </>,
      before === ''
        ? { renewAfterMs: shown.some((sync) => isRunning(sync.status)) ? RENEW_BUSY_MS : RENEW_IDLE_MS }
        : {},
    )
  },
  async act({ deps, params, actor }) {
    const sync = await startSync(deps, { mapping: params['id'] ?? '' }, actor)
    return redirect(findSyncPath(sync.id), 'The sync has started.')
  },
}
