/** @jsxRuntime automatic @jsxImportSource preact */
import type { ResourceKind } from '@sluice/config'
import { listItems, type ListItemsInput } from '@sluice/operations'
import type { VNode } from 'preact'
import type { Visit } from '../pages/page.ts'
import { Section } from '../parts/section.tsx'
import { findItemPath } from './find-item-path.ts'

/** How many are named; of more it is said how many there are. */
const MOST = 20

/** The items that name another one, as links under a heading; nothing where there are none. */
export async function listUsers(
  { deps }: Visit,
  kind: ResourceKind,
  named: Pick<ListItemsInput, 'source' | 'model' | 'destination' | 'channel'>,
): Promise<VNode | null> {
  const { items, total } = await listItems(deps, { kind, limit: MOST, ...named })
  if (total === 0) return null
  return (
    <Section title={`Used by ${total.toLocaleString('en-US')} ${kind}${total === 1 ? '' : 's'}`}>
      <ul class="links">
        {items.map(({ id }) => (
          <li key={id}>
            <a href={findItemPath(kind, id)}>{id}</a>
          </li>
        ))}
        {total > items.length && <li>and {(total - items.length).toLocaleString('en-US')} more</li>}
      </ul>
    </Section>
  )
}
