/** @jsxRuntime automatic @jsxImportSource preact */
import {
  listItems,
  readDestinationStanding,
  readItem,
  readMappingStatuses,
  type MappingStatus,
} from '@sluice/operations'
import { view, type Page } from '../pages/page.ts'
import { PAGE_ROWS, Pager, Search, readListQuery } from '../parts/pager.tsx'
import { ButtonLink, Empty, Heading } from '../parts/section.tsx'
import { Switch } from '../parts/switch.tsx'
import { Table, type Cell } from '../parts/table.tsx'
import { LastSync } from '../syncs/standing.tsx'
import { findMappingSyncsPath } from '../syncs/sync-links.tsx'
import { formatAhead } from '../time/format-ahead.ts'
import { Instant } from '../time/instant.tsx'
import { DestinationHead, EnableDestination } from './destination-head.tsx'
import { findItemPath } from '../config/find-item-path.ts'
import { readText } from '../config/read-text.ts'

/** The mappings of a destination, each with its switch. */
export const mappingsPage: Page = {
  path: '/destinations/:id/mappings',
  async show({ deps, params, query, visitor, nowMs }) {
    const document = await readItem(deps, { kind: 'destination', id: params['id'] ?? '' })
    const { id } = document
    const wanted = readListQuery(query)
    const { items, total, next } = await listItems(deps, {
      kind: 'mapping',
      destination: id,
      limit: PAGE_ROWS,
      cursor: wanted.cursor,
      search: wanted.search === '' ? undefined : wanted.search,
    })
    const [status, statuses] = await Promise.all([
      readDestinationStanding(deps, { destination: id }),
      readMappingStatuses(deps, { mappings: items.map((item) => item.id) }),
    ])
    const known = new Map(statuses.map((mapping) => [mapping.id, mapping]))
    const place = `destinations/${encodeURIComponent(id)}/mappings`
    const isOperator = visitor.account.role === 'operator'
    const isEmpty = total === 0 && wanted.search === ''
    return view(
      id,
      <>
        <Heading title={id} back={{ href: 'destinations', text: 'Destinations' }}>
          <EnableDestination document={document} isOperator={isOperator} />
        </Heading>
        <DestinationHead status={status} current="mappings" nowMs={nowMs} />
        {isEmpty ? (
          <Empty>
            <p>A mapping says which rows of a model go here, as which call, and with which fields.</p>
            {isOperator && <ButtonLink href={`${place}/new`}>Add mapping</ButtonLink>}
          </Empty>
        ) : (
          <>
            <div class="heading">
              <Search action={place} label="Search mappings" query={wanted} />
              {isOperator && <ButtonLink href={`${place}/new`}>Add mapping</ButtonLink>}
            </div>
            <Table
              name="Mappings"
              columns={['Mapping', 'Model', 'Call type', 'Enabled', 'Next run', 'Last sync', 'Runs']}
              rows={items.map(({ id: mapping, item }) => [
                <a href={`mappings/${encodeURIComponent(mapping)}`}>{mapping}</a>,
                <a href={findItemPath('model', readText(item, 'model'))}>{readText(item, 'model')}</a>,
                readText(item, 'action').replace(/^send/, ''),
                <Switch
                  action={`mappings/${encodeURIComponent(mapping)}/enable`}
                  label={`Enable ${mapping}`}
                  isOn={item['enabled'] !== false}
                  isDisabled={!isOperator}
                  isLabelShown={false}
                />,
                ...writeStanding(known.get(mapping), nowMs),
                <a href={findMappingSyncsPath(mapping)}>Syncs</a>,
              ])}
            />
            <Pager action={place} query={wanted} shown={items.length} total={total} next={next} />
          </>
        )}
      </>,
    )
  },
}

/** When it runs next, and how it went last; of one that was removed just now there is nothing to say. */
function writeStanding(status: MappingStatus | undefined, nowMs: number): readonly Cell[] {
  if (status === undefined) return [null, null]
  return [
    status.schedule === null ? (
      'manual'
    ) : (
      <Instant at={status.nextRunAt} nowMs={nowMs} format={formatAhead} />
    ),
    <LastSync status={status} nowMs={nowMs} />,
  ]
}
