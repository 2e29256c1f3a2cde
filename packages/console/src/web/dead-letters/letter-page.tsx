/** @jsxRuntime automatic @jsxImportSource preact */
import { lookAtDeadLetter, readDeadLetterOutline, type LetterContent } from '@sluice/operations'
import { parseExact } from '@sluice/shared/queues'
import type { ComponentChildren, VNode } from 'preact'
import { askOrTell } from '../config/ask-or-tell.tsx'
import { readAsking } from '../config/read-asking.ts'
import { view, type Page, type View, type Visit } from '../pages/page.ts'
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
  show: (visit) => showLetter(visit, null),
  async act(submission) {
    const { deps, params, signal } = submission
    const asked = { id: params['id'] ?? '', signal }
    return showLetter(
      submission,
      await askOrTell(async () => (
        <Content content={await lookAtDeadLetter(deps, asked, readAsking(submission))} />
      )),
    )
  },
}

/** All of a letter that is not sealed, with what was asked of the rest. */
async function showLetter(
  { deps, params, visitor, nowMs }: Visit,
  content: ComponentChildren,
): Promise<View> {
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
        ]}
      />
      <Section title="Row and event">
        {visitor.account.role === 'operator' ? (
          <form method="post" action={`dead-letters/${id}`}>
            <button
              class="quiet"
              name="step"
              value="look"
              data-renews="content"
              data-waiting="The extractor is asked to open it …"
            >
              Show what it holds
            </button>
          </form>
        ) : (
          <p>Operators see what it holds.</p>
        )}
        <section id="content" aria-live="polite" aria-label="What it holds">
          {content}
        </section>
      </Section>
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
}

/** The row, or the event that was made of it, as it is. */
function Content({ content: { recordId, payload } }: { readonly content: LetterContent }): VNode {
  return (
    <>
      <p>
        {recordId === null ? (
          'Its row has no usable identifier.'
        ) : (
          <>
            Record <code>{recordId}</code>
          </>
        )}
      </p>
      <pre class="event" tabIndex={0} aria-label="What it holds">
        {layOut(payload)}
      </pre>
    </>
  )
}

/** As it came in where it is no JSON, or nests too deeply to be laid out. */
function layOut(payload: string): string {
  try {
    return JSON.stringify(parseExact(payload), null, 2)
  } catch {
    return payload
  }
}
