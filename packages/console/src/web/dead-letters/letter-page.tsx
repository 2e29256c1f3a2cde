/** @jsxRuntime automatic @jsxImportSource preact */
import { readDeadLetterOutline } from '@sluice/operations'
import { view, type Page } from '../pages/page.ts'
import { Facts } from '../parts/facts.tsx'
import { Heading, Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { SyncLink } from '../syncs/sync-links.tsx'
import { Instant } from '../time/instant.tsx'
import { LetterOrders } from './letter-orders.tsx'

/** One dead letter: all of it that is not sealed, and what has become of it. */
export const letterPage: Page = {
  path: '/dead-letters/:id',
  async show({ deps, params, visitor, nowMs }) {
    const letter = await readDeadLetterOutline(deps, { id: params['id'] ?? '' })
    const { id, mapping, sync, stage, code, reason, op, status, createdAt, history } = letter
    return view(
      `Dead letter ${id}`,
      <>
        <Heading title={`Dead letter ${id}`} back={{ href: 'dead-letters', text: 'Dead letters' }}>
          <Tag {...(status === 'open' ? { mood: 'bad' } : {})}>{status}</Tag>
          {visitor.account.role === 'operator' && status === 'open' && (
            <LetterOrders scope={{ id }} stage={stage} />
          )}
        </Heading>
        <Facts
          facts={[
            ['Cause', <code>{code}</code>],
            ['Reason', reason],
            ['Mapping', <a href={`mappings/${encodeURIComponent(mapping)}`}>{mapping}</a>],
            ['Sync', <SyncLink id={sync} />],
            ['Stage', stage],
            ['Record', <a href={`records?letter=${id}`}>What became of its record</a>],
            ['Operation', op],
            ['Written', <Instant at={createdAt} nowMs={nowMs} />],
            [
              'Row and event',
              <>
                Sealed: the console has no key. Who has one reads them with{' '}
                <code>sluice dead-letters show {id}</code>
              </>,
            ],
          ]}
        />
        {history.length > 0 && (
          <Section title="What has become of it">
            <Table
              name="History"
              columns={['When', 'From', 'To', 'By', 'Why it was open']}
              rows={history.map(({ at, from, to, actor, sync: by, reason: was }) => [
                <Instant at={at} nowMs={nowMs} />,
                from,
                to,
                actor ?? (by === undefined ? 'Sluice' : <SyncLink id={by} />),
                was,
              ])}
            />
          </Section>
        )}
      </>,
    )
  },
}
