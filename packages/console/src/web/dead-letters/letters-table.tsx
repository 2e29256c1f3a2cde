/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { DeadLetterDocument } from '@sluice/shared/domain'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { SyncLink } from '../syncs/sync-links.tsx'
import { Instant } from '../time/instant.tsx'

/** Dead letters, each a link to all that may be seen of it. */
export function LettersTable({
  letters,
  nowMs,
}: {
  readonly letters: readonly DeadLetterDocument[]
  readonly nowMs: number
}): VNode {
  return (
    <Table
      name="Dead letters"
      columns={['Letter', 'Record', 'Mapping', 'Sync', 'Operation', 'Cause', 'State', 'Written']}
      rows={letters.map(({ id, mapping, sync, op, code, reason, status, createdAt }) => [
        <a href={`dead-letters/${id}`}>{id}</a>,
        <a href={`records?letter=${id}`}>its story</a>,
        mapping,
        <SyncLink id={sync} />,
        op,
        <span class="cause">
          {code}
          <small>{reason}</small>
        </span>,
        <Tag {...(status === 'open' ? { mood: 'bad' } : status === 'delivered' ? { mood: 'good' } : {})}>
          {status}
        </Tag>,
        <Instant at={createdAt} nowMs={nowMs} />,
      ])}
    />
  )
}
