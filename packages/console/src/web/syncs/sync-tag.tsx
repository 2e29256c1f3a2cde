/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import { Tag } from '../parts/tag.tsx'

/** How a sync stands, in a word. */
export function SyncTag({
  status,
  waiting,
  origin,
}: Pick<SyncDocument, 'status' | 'waiting' | 'origin'>): VNode {
  // Nothing has arrived anywhere.
  if (origin === 'dry_run' && status === 'succeeded') return <Tag>nothing sent</Tag>
  if (waiting !== null) {
    return (
      <Tag mood="bad" title={waiting.reason}>
        {status}
      </Tag>
    )
  }
  const mood = isRunning(status) ? 'busy' : status === 'succeeded' ? 'good' : 'bad'
  return status === 'canceled' ? <Tag>{status}</Tag> : <Tag mood={mood}>{status}</Tag>
}
