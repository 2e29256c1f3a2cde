/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { isRunning, type SyncDocument } from '@sluice/shared/domain'
import { Tag } from '../parts/tag.tsx'

/** How a sync stands, in a word. */
export function SyncTag({ status, waiting }: Pick<SyncDocument, 'status' | 'waiting'>): VNode {
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
