/** @jsxRuntime automatic @jsxImportSource preact */
import { listItems, readItem } from '@sluice/operations'
import { view, type Page } from '../pages/page.ts'
import { PAGE_ROWS, Pager, Search, readListQuery } from '../parts/pager.tsx'
import { ButtonLink, Empty, Heading } from '../parts/section.tsx'
import { Switch } from '../parts/switch.tsx'
import { Table } from '../parts/table.tsx'
import { findMappingSyncsPath } from '../syncs/sync-links.tsx'
import { DestinationTabs, EnableDestination } from './destination-head.tsx'
import { readText } from '../config/read-text.ts'

/** The mappings of a destination, each with its switch. */
export const mappingsPage: Page = {
  path: '/destinations/:id/mappings',
  async show({ deps, params, query, visitor }) {
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
    const place = `destinations/${encodeURIComponent(id)}/mappings`
    const isOperator = visitor.account.role === 'operator'
    const isEmpty = total === 0 && wanted.search === ''
    return view(
      id,
      <>
        <Heading title={id} back={{ href: 'destinations', text: 'Destinations' }}>
          <EnableDestination document={document} isOperator={isOperator} />
        </Heading>
        <DestinationTabs id={id} current="mappings" />
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
              columns={['Mapping', 'Model', 'Call type', 'Enabled', 'Runs']}
              rows={items.map(({ id: mapping, item }) => [
                <a href={`mappings/${encodeURIComponent(mapping)}`}>{mapping}</a>,
                <a href={`models/${encodeURIComponent(readText(item, 'model'))}`}>
                  {readText(item, 'model')}
                </a>,
                readText(item, 'action').replace(/^send/, ''),
                <Switch
                  action={`mappings/${encodeURIComponent(mapping)}/enable`}
                  label={`Enable ${mapping}`}
                  isOn={item['enabled'] !== false}
                  isDisabled={!isOperator}
                  isLabelShown={false}
                />,
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
