/** @jsxRuntime automatic @jsxImportSource preact */
import { listItems } from '@sluice/operations'
import { view, type Page } from '../pages/page.ts'
import { PAGE_ROWS, Pager, Search, readListQuery } from '../parts/pager.tsx'
import { ButtonLink, Empty, Heading } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { Instant } from '../time/instant.tsx'
import { findItemPath } from './find-item-path.ts'
import type { ItemKind } from './item-kind.ts'

/** Every item of a kind, to search and to go through page by page. */
export function createListPage<Context>(kind: ItemKind<Context>): Page {
  const { place, title, columns, writeCells, emptyText } = kind
  return {
    path: `/${place}`,
    async show({ deps, query, visitor, nowMs }) {
      const wanted = readListQuery(query)
      const { items, total, next } = await listItems(deps, {
        kind: kind.kind,
        limit: PAGE_ROWS,
        cursor: wanted.cursor,
        search: wanted.search === '' ? undefined : wanted.search,
      })
      const isEmpty = total === 0 && wanted.search === ''
      return view(
        title,
        <>
          <Heading title={title}>
            {visitor.account.role === 'operator' && (
              <ButtonLink href={`${place}/new`}>{`Add ${kind.kind}`}</ButtonLink>
            )}
          </Heading>
          {isEmpty ? (
            <Empty>{emptyText}</Empty>
          ) : (
            <>
              <Search action={place} label={`Search ${place}`} query={wanted} />
              {items.length === 0 ? (
                <Empty>
                  Nothing here is called like “{wanted.search}”. <a href={place}>Show all</a>
                </Empty>
              ) : (
                <Table
                  name={title}
                  columns={['Name', ...columns, 'Kept in', 'Changed']}
                  rows={items.map(({ id, item, managedBy, updatedAt }) => [
                    <>
                      <a href={findItemPath(kind.kind, id)}>{id}</a>
                      {item['enabled'] === false && <Tag>off</Tag>}
                    </>,
                    ...writeCells(item),
                    managedBy === 'file' ? 'sluice.yaml' : 'console',
                    <Instant at={updatedAt} nowMs={nowMs} />,
                  ])}
                />
              )}
              <Pager action={place} query={wanted} shown={items.length} total={total} next={next} />
            </>
          )}
        </>,
      )
    },
  }
}
