/** @jsxRuntime automatic @jsxImportSource preact */
import { listAudit } from '@sluice/operations'
import type { RecordedAudit } from '@sluice/shared/store'
import type { VNode } from 'preact'
import { view, type Page } from '../pages/page.ts'
import { Filters, OlderPager, TextFilter, cutOlder, readFilter } from '../parts/filters.tsx'
import { PAGE_ROWS } from '../parts/pager.tsx'
import { Empty, Heading } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Instant } from '../time/instant.tsx'
import { findSubjectPath } from './find-subject-path.ts'
import { listChangedKeys } from './list-changed-keys.ts'

/** Who did what to what, and what was there before and after. */
export const auditPage: Page = {
  path: '/audit',
  async show({ deps, query, nowMs }) {
    const actor = readFilter(query, 'actor')
    const id = readFilter(query, 'id')
    const before = /^\d{1,18}$/.test(query.get('before') ?? '') ? (query.get('before') ?? '') : ''
    const found = await listAudit(deps, {
      actor: actor || undefined,
      id: id || undefined,
      before: before || undefined,
      limit: PAGE_ROWS + 1,
    })
    const { shown, next } = cutOlder(found, PAGE_ROWS, ({ entry }) => entry)
    return view(
      'Audit log',
      <>
        <Heading title="Audit log" />
        <Filters action="audit">
          <TextFilter name="actor" label="Who" value={actor} />
          <TextFilter name="id" label="What" value={id} />
        </Filters>
        {shown.length === 0 ? (
          <Empty>
            {actor === '' && id === '' ? 'Nobody has changed anything yet.' : 'Nothing was done like that. '}
            {(actor !== '' || id !== '') && <a href="audit">Show all</a>}
          </Empty>
        ) : (
          <Table
            name="Audit log"
            columns={['When', 'Who', 'Did', 'What', 'Before and after']}
            rows={shown.map((entry) => [
              <Instant at={entry.at} nowMs={nowMs} />,
              entry.actor,
              entry.action,
              <Subject {...entry} />,
              <Change {...entry} />,
            ])}
          />
        )}
        <OlderPager action="audit" filters={{ actor, id }} before={before} next={next} />
      </>,
    )
  },
}

function Subject({ kind, id, action }: RecordedAudit): VNode {
  const path = action === 'removed' ? null : findSubjectPath(kind, id)
  // Several at once: the change says which.
  if (id === '*') return <>{kind}s</>
  const name = kind === 'sync' ? id.slice(0, 8) : id
  return (
    <>
      {kind} {path === null ? name : <a href={path}>{name}</a>}
    </>
  )
}

function Change({ before, after }: RecordedAudit): VNode | null {
  const keys = listChangedKeys(before, after)
  if (keys.length === 0) return null
  return (
    <details>
      <summary>{keys.map(({ key }) => key).join(', ')}</summary>
      <dl class="changes">
        {keys.map((changed) => (
          <div key={changed.key}>
            <dt>{changed.key}</dt>
            {changed.before !== null && (
              <dd>
                <del>{changed.before}</del>
              </dd>
            )}
            {changed.after !== null && (
              <dd>
                <ins>{changed.after}</ins>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </details>
  )
}
